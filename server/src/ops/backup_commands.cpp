#include "ops/backup_commands.hpp"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "app/exit_code.hpp"
#include "app/hub_driver.hpp"
#include "ops/backup.hpp"
#include "ops/check_database.hpp"
#include "ops/export.hpp"

namespace workspace::server {

namespace {

void check(const DataFolder& folder) {
    std::vector<std::string> mistakes;
    with_store_words(folder, [&] {
        Database database(folder.database(), Database::Mode::read_only);
        mistakes = mistakes_of(database);
    });
    if (!mistakes.empty()) {
        std::string words = folder.database().string() + " has mistakes:";
        for (const auto& mistake : mistakes) {
            words += "\n  " + mistake;
        }
        throw Failure(ExitCode::database, words);
    }
    std::cout << "ok\n";
}

void write_export(const DataFolder& folder) {
    with_store_words(folder, [&] {
        Database database(folder.database(), Database::Mode::read_only);
        export_all(database, std::cout);
    });
    if (!std::cout.flush()) {
        throw Failure(ExitCode::failed, "could not write all of it: is the disk full?");
    }
}

}  // namespace

void add_backup_commands(CLI::App& app, const std::filesystem::path& data_dir) {
    auto* backup = app.add_subcommand("backup", "Copy database, keys and files, while the server serves or not");
    const auto folder = std::make_shared<std::filesystem::path>();
    backup->add_option("FOLDER", *folder, "Where to; made, and must be missing or empty")->required();
    backup->footer("Example:\n  workspace-server backup /backups/$(date +%F) --data-dir ./data");
    backup->callback([folder, &data_dir] {
        make_backup(DataFolder::existing(data_dir), *folder, clock_now().wall);
        std::cout << "the backup is in " << folder->string() << "\n";
    });
    auto* restore =
        app.add_subcommand("restore", "Make a data folder of a backup; --data-dir must be missing or empty");
    restore->add_option("FOLDER", *folder, "The backup")->required();
    restore->callback([folder, &data_dir] {
        restore_backup(*folder, data_dir);
        std::cout << "restored into " << data_dir.string() << "\n";
    });
    app.add_subcommand("check", "Say what is wrong with the database, or ok")->callback([&data_dir] {
        check(DataFolder::existing(data_dir));
    });
    app.add_subcommand("export", "Print people, rooms and messages as lines of JSON, without secrets")
        ->callback([&data_dir] { write_export(DataFolder::existing(data_dir)); });
}

}  // namespace workspace::server
