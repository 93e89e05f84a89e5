#include "daemon/run/configuration.h"

#include "daemon/base/check.h"

#include <iterator>
#include <utility>

namespace khabard {
namespace {

void move_to_end(Complaints& all, Complaints more) {
    all.insert(all.end(), std::make_move_iterator(more.begin()),
               std::make_move_iterator(more.end()));
}

}  // namespace

Configuration load_configuration(Files& files, const ConfigurationSource& source,
                                 Generation generation) {
    const ConfigFiles texts =
        with_shipped_rules(source.path ? read_config_files(files, *source.path) : shipped_config());
    LoadedConfig loaded = load_config(texts, source.surroundings, source.purpose);
    CompiledRules compiled = compile_rules(texts, loaded.config, generation);
    Complaints complaints = std::move(loaded.complaints);
    move_to_end(complaints, std::move(compiled.complaints));
    if (source.run_examples && !has_errors(complaints)) {
        move_to_end(complaints, check_rules(*compiled.rules));
    }
    return Configuration{std::move(loaded.config), std::move(compiled.rules),
                         std::move(complaints)};
}

Configuration with_generation(Configuration configuration, Generation generation) {
    check(configuration.rules.use_count() == 1, "rules that are in use got another generation");
    // Compiled as ordinary values and const only since; they do not become shared before this.
    std::const_pointer_cast<Rules>(configuration.rules)->generation = generation;
    return configuration;
}

}  // namespace khabard
