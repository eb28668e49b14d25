#include <clocale>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>

#include "ui/adw.hpp"
#include "ui/program.hpp"
#include "workspace/desktop/app/options.hpp"
#include "workspace/desktop/instance/single_instance.hpp"
#include "workspace/desktop/model/translate.hpp"

namespace {

using namespace workspace::desktop;

/// What the desktop gave this start so that its window may come to the front.
std::string activation_token() {
    for (const char* variable : {"XDG_ACTIVATION_TOKEN", "DESKTOP_STARTUP_ID"}) {
        if (const char* value = std::getenv(variable)) {
            return value;
        }
    }
    return {};
}

/// Who pressed an icon does not see standard error: say it in a window, too, where there is a display.
void tell(const std::string& words) {
    std::cerr << words << "\n";
    if (!gtk_init_check()) {
        return;
    }
    const auto application = Gtk::Application::create("net.workspace.Desktop", Gio::Application::Flags::NON_UNIQUE);
    application->signal_activate().connect([&] {
        prepare_looks();
        application->hold();
        adw::tell(nullptr, tr("Workspace Is Open Already"), words, tr("Close"), [&] { application->release(); });
    });
    application->run();
}

ExitCode run(int argc, char** argv) {
    auto parsed = parse_options(argc, argv);
    if (const auto* code = std::get_if<ExitCode>(&parsed)) {
        return *code;
    }
    const Options& options = std::get<Options>(parsed);
    SingleInstance instance;
    // First of all: before the cache or the network is touched (W2).
    const auto taken =
        instance.claim(options.lock_dir.empty() ? MachineLock::default_folder() : options.lock_dir, activation_token());
    if (taken && taken->by == SingleInstance::Taken::By::raised) {
        std::cerr << words_of(*taken) << "\n";
        return ExitCode::ok;
    }
    if (taken) {
        tell(words_of(*taken));
        return ExitCode::held;
    }
    return Program(options, instance).run();
}

}  // namespace

int main(int argc, char** argv) {
    std::setlocale(LC_ALL, "");
    load_translations();
    try {
        return static_cast<int>(run(argc, argv));
    } catch (const std::exception& error) {
        std::cerr << error.what() << "\n";
        return static_cast<int>(ExitCode::local);
    }
}
