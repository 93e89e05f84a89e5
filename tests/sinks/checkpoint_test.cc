#include "connectors/sinks/files/checkpoint.h"

#include "tests/support/catch.h"

using namespace khabard;

TEST_CASE("a checkpoint round trips") {
    const FilesCheckpoint checkpoint{StateId{"abc"},
                                     Sequence{42},
                                     {{"news.ar.territory", 8123}, {"news.ar.unthemed", 0}},
                                     Rotation{"news.ar.territory", "news.ar.territory.x.ndjson"}};
    const auto back = decode_checkpoint(encode_checkpoint(checkpoint));
    REQUIRE(back);
    CHECK(back->state_id == checkpoint.state_id);
    CHECK(back->seq == checkpoint.seq);
    CHECK(back->lengths == checkpoint.lengths);
    REQUIRE(back->rotation.has_value());
    CHECK(back->rotation->to == "news.ar.territory.x.ndjson");
}

TEST_CASE("a damaged checkpoint is named as such and never half read") {
    for (const char* text :
         {"", "{", "[]", "{\"state_id\":\"a\"}", "{\"state_id\":\"a\",\"seq\":-1,\"lengths\":{}}",
          "{\"state_id\":\"a\",\"seq\":1,\"lengths\":{\"t\":\"x\"}}",
          "{\"state_id\":\"a\",\"seq\":1,\"lengths\":{},\"rotation\":{}}"}) {
        CAPTURE(text);
        const auto decoded = decode_checkpoint(text);
        REQUIRE_FALSE(decoded);
        CHECK(decoded.error().fault == Fault::state);
    }
}
