// khabard: reads the command line, carries out the command.

#include "daemon/cli/commands.h"
#include "daemon/os/streams.h"

int main(int argc, char** argv) {
    khabard::OsTerminal terminal;
    const auto parsed = khabard::parse_arguments(argc, argv, terminal.out_is_a_terminal());
    if (!parsed.arguments) {
        if (parsed.exit_code != 0) {
            terminal.err(parsed.text);
            return parsed.exit_code;
        }
        return terminal.out(parsed.text).ok() ? 0 : 1;
    }
    return khabard::execute(*parsed.arguments, KHABARD_VERSION);
}
