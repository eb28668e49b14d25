#include "config/config_commands.hpp"

#include <CLI/CLI.hpp>
#include <iomanip>
#include <iostream>

namespace workspace::server {

namespace {

void show(const Configuration& configuration) {
    for (const auto& value : configuration.values()) {
        std::cout << std::left << std::setw(48) << value.name + " = " + value.text << " # " << value.source << "\n";
    }
}

/// A file in which nothing is set yet: each setting with what it does.
void show_example(const Configuration& configuration) {
    std::cout << "# The configuration of workspace-server: " << Configuration::kUsualFile
              << ", or any file named with\n"
              << "# --config. What is commented out has the value that is shown. The environment (WORKSPACE_PORT for\n"
              << "# `port`) and the command line (--port) override this file. After a change:\n"
              << "#     workspace-server config check && systemctl reload workspace-server\n";
    for (const auto& value : configuration.values()) {
        std::cout << "\n# " << value.description << ".\n#" << value.name << " = " << value.built_in << "\n";
    }
}

}  // namespace

void add_config_commands(CLI::App& app, const Configuration& configuration, std::function<void()> check) {
    auto* config = app.add_subcommand("config", "The configuration: file, environment")->require_subcommand(1);
    config->add_subcommand("check", "Say what is wrong with it, or that nothing is")
        ->callback([&configuration, check = std::move(check)] {
            check();
            const auto& file = configuration.file();
            std::cout << "the configuration is good (" << (file.empty() ? "there is no file" : file.string()) << ")\n";
        });
    config->add_subcommand("show", "Show each setting, and where it comes from")->callback([&configuration] {
        show(configuration);
    });
    config->add_subcommand("example", "Print a file with every setting, commented out")->callback([&configuration] {
        show_example(configuration);
    });
}

}  // namespace workspace::server
