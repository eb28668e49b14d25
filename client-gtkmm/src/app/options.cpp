#include "workspace/desktop/app/options.hpp"

#include <CLI/CLI.hpp>

#include "workspace/desktop/model/translate.hpp"

namespace workspace::desktop {

std::variant<Options, ExitCode> parse_options(int argc, const char* const* argv) {
    Options options;
    CLI::App app{tr("Workspace: talk with the people you work with"), "workspace-desktop"};
    app.set_version_flag("--version", std::string("workspace-desktop ") + WORKSPACE_VERSION);
    app.set_help_flag("-h,--help", tr("print this help and exit"));
    app.add_option("--server", options.server, tr("the server: http://host:port or ws://host:port"));
    app.add_option("--environment", options.environment,
                   tr("environment of connection.json (local, proxmox, production ...)"))
        ->excludes("--server");
    app.add_option("--data-dir", options.data_dir, tr("where session and outbox are kept (default: the user's own)"));
    app.add_option("--workstation", options.workstation,
                   tr("be a made-up computer of this name (for tests: several on one machine)"));
    app.add_option("--lock-dir", options.lock_dir,
                   tr("where the lock is kept that allows one instance a computer (for tests)"));
    app.footer(
        tr("Exit codes: 0 done or raised the first window, 1 unexpected, 2 command line, "
           "5 open already for another user of this computer, 7 data folder, settings or lock folder."));
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? ExitCode::ok : ExitCode::usage;
    }
    return options;
}

}  // namespace workspace::desktop
