// What people write into files and on command lines: connection.json, a server's address, the options of workspace-cli.
// The first character says which. What is taken must be taken again from what is written; what is not has words.

#include <array>
#include <stdexcept>

#include "host/temporary_folder.hpp"
#include "support/choices.hpp"
#include "support/target.hpp"
#include "workspace/cli/options.hpp"
#include "workspace/host/connection_settings.hpp"
#include "workspace/host/private_files.hpp"
#include "workspace/host/server_url.hpp"

namespace workspace::fuzz {
namespace {

using namespace host;

template <class Action>
void try_it(const Action& action) {
    try {
        action();
    } catch (const std::runtime_error& error) {
        explain(error.what());
        require(!std::string_view(error.what()).empty(), "a refusal has words");
    }
}

void check_file(std::string_view text) {
    static const testing::TemporaryFolder folder;
    try_it([&] {
        const auto settings = load_connection_settings({folder.write("connection.json", text)});
        const auto again = folder.path() / "again.json";
        save_connection_settings(settings, again);
        const auto same = load_connection_settings({again});
        require(same.mode == settings.mode && same.environments == settings.environments,
                "settings are not what they were once they are saved");
        (void)settings.current();
    });
}

void check_address(std::string_view text) {
    try_it([&] {
        const ServerUrl url = parse_server_url(text);
        require(url.authority().find_first_of("\r\n \t/@?#") == std::string::npos, "an address smuggles something");
        require(url.path.starts_with('/') && url.path.find_first_of("\r\n ") == std::string::npos, "a path does");
        (void)url.is_loopback();
        const Environment environment = environment_of(text);
        require(environment_of(environment.url) == environment, "the address that was made is another one (url)");
        require(environment_of(environment.ws) == environment, "the address that was made is another one (ws)");
    });
}

void check_options(Choices choices) {
    std::vector<std::string> words{"workspace-cli"};
    while (!choices.empty() && words.size() < 24) {
        const std::string_view word = choices.line();
        words.emplace_back(word.substr(0, word.find('\0')));  // what a command line can hold
    }
    std::vector<const char*> given;
    for (const std::string& word : words) {
        given.push_back(word.c_str());
    }
    const auto options = cli::parse_options(static_cast<int>(given.size()), given.data());
    if (std::holds_alternative<cli::Options>(options)) {
        explain("taken");
    }
}

}  // namespace
}  // namespace workspace::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace workspace::fuzz;
    Choices choices({data, size});
    switch (choices.byte()) {
        case '-': check_options(choices); break;
        case ':': check_address(choices.rest()); break;
        default: check_file({reinterpret_cast<const char*>(data), size});
    }
    return 0;
}
