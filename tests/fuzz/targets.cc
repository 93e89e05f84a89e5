#include "tests/fuzz/targets.h"

namespace khabard::fuzz {

std::span<const Target> all_targets() {
    static constexpr Target targets[] = {
        {"xml_feed", Inputs::file, xml_feed},      //
        {"page", Inputs::file, page},              //
        {"sitemap", Inputs::file, sitemap},        //
        {"json", Inputs::file, json},              //
        {"decode", Inputs::file, decode_bytes},    //
        {"dates", Inputs::line, dates},            //
        {"article", Inputs::file, article},        //
        {"url", Inputs::line, url},                //
        {"http", Inputs::line, http},              //
        {"robots", Inputs::file, robots},          //
        {"config", Inputs::file, config},          //
        {"checkpoint", Inputs::line, checkpoint},  //
        {"prepare", Inputs::file, prepare_document},
    };
    return targets;
}

}  // namespace khabard::fuzz
