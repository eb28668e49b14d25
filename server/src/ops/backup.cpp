#include "ops/backup.hpp"

#include <spdlog/spdlog.h>
#include <system_error>

#include "app/exit_code.hpp"
#include "ops/check_database.hpp"
#include "ops/manifest.hpp"
#include "store/schema.hpp"
#include "store/store_engine.hpp"

namespace workspace::server {

namespace fs = std::filesystem;

namespace {

constexpr const char* kBackups = "backups";
/// More than a server can have given out between a backup and its restoration: no number of a binding is given twice (S3).
constexpr const char* kRaiseEpochs = "UPDATE accounts SET epoch = epoch + 1000000";

bool is_missing_or_empty(const fs::path& folder) {
    std::error_code failed;
    return !fs::exists(folder, failed) || (fs::is_directory(folder, failed) && fs::is_empty(folder, failed));
}

/// The system's own words for what went wrong, as a Failure.
template <class Work>
void in_words(const std::string& doing, const Work& work) {
    try {
        work();
    } catch (const std::system_error& error) {
        throw Failure(ExitCode::failed, doing + ": " + error.what() + ".");
    }
}

/// What the database of a running server keeps for itself, and what is not of this backup.
bool stays_out(const fs::path& name) {
    const auto text = name.string();
    return text.starts_with("workspace.db") || text == "lock" || text == kBackups || text == kManifestName;
}

/// All pages as of one moment. A server that writes goes on meanwhile.
void copy_database(const fs::path& from, const fs::path& to) {
    const Database source(from, Database::Mode::read_only);
    write_private(to, "");
    Database target(to, Database::Mode::plain_file);
    auto* copy = sqlite3_backup_init(target.handle(), "main", source.handle(), "main");
    if (copy == nullptr) {
        throw_store_error(target.handle(), "cannot copy the database");
    }
    const int code = sqlite3_backup_step(copy, -1);
    sqlite3_backup_finish(copy);
    if (code != SQLITE_DONE) {
        throw_store_error(target.handle(), "cannot copy the database");
    }
    target.execute("PRAGMA journal_mode = DELETE");  // nothing beside the one file
    if (const auto mistakes = mistakes_of_pages(target); !mistakes.empty()) {
        throw StoreError("the database is damaged: " + mistakes.front(), SQLITE_CORRUPT, false);
    }
}

void copy_others(const fs::path& from, const fs::path& to, Manifest& manifest) {
    for (auto entry = fs::recursive_directory_iterator(from); entry != fs::recursive_directory_iterator(); ++entry) {
        const auto name = entry->path().lexically_relative(from);
        if (entry.depth() == 0 && stays_out(name)) {
            entry.disable_recursion_pending();
        } else if (entry->is_directory()) {
            make_private_folder(to / name);
        } else if (entry->is_regular_file()) {
            manifest.files[name.generic_string()] = copy_private(entry->path(), to / name);
        }
    }
}

void check_files(const fs::path& backup, const Manifest& manifest) {
    for (const auto& [name, mark] : manifest.files) {
        if (mark_of(backup / name) != mark) {
            throw Failure(ExitCode::refused, (backup / name).string() +
                                                 " is not what the backup put there: its size or SHA-256 is another. "
                                                 "Nothing was restored.");
        }
    }
}

/// The log that clients cached is not the one that goes on from here (H3); what was read stays read (H6).
void begin_anew(Database& database) {
    Transaction transaction(database);
    database.execute(
        "DELETE FROM read_markers WHERE epoch <> (SELECT epoch FROM rooms WHERE id = room);"
        "UPDATE rooms SET epoch = randomblob(8);"
        "UPDATE read_markers SET epoch = (SELECT epoch FROM rooms WHERE id = room);"
        "DELETE FROM leases;");
    database.execute(kRaiseEpochs);
    transaction.commit();
}

void fill(const fs::path& backup, const Manifest& manifest, const fs::path& folder) {
    for (const auto& [name, mark] : manifest.files) {
        make_private_folder((folder / name).parent_path());
        copy_private(backup / name, folder / name);
    }
    const DataFolder made(folder);
    with_store_words(made, [&] {
        StoreEngine engine(made.database());
        if (const auto mistakes = mistakes_of(engine.database()); !mistakes.empty()) {
            throw Failure(ExitCode::database, "the database of the backup cannot be trusted: " + mistakes.front() +
                                                  ". Nothing was restored.");
        }
        begin_anew(engine.database());
        engine.checkpoint();
    });
}

}  // namespace

void make_backup(const DataFolder& from, const fs::path& out, core::WallTime now) {
    if (!is_missing_or_empty(out)) {
        throw Failure(ExitCode::refused, out.string() + " is there already: name a folder that is not.");
    }
    in_words("cannot make the backup", [&] {
        make_private_folder(out);
        Manifest manifest{.version = WORKSPACE_VERSION, .schema = 0, .made = now, .files = {}};
        with_store_words(from, [&] {
            copy_database(from.database(), out / "workspace.db");
            Database copy(out / "workspace.db", Database::Mode::read_only);
            manifest.schema = schema_of(copy);
        });
        sync_to_disk(out / "workspace.db");
        manifest.files["workspace.db"] = mark_of(out / "workspace.db");
        copy_others(from.path(), out, manifest);
        write_private(out / kManifestName, manifest_text(manifest));
        sync_to_disk(out);
    });
}

void restore_backup(const fs::path& backup, const fs::path& data_dir) {
    const auto manifest = read_manifest(backup);
    if (!is_missing_or_empty(data_dir)) {
        throw Failure(ExitCode::refused, data_dir.string() +
                                             " is not empty. Move it away first: what is in it may be newer than the "
                                             "backup.");
    }
    const auto target = fs::absolute(data_dir / "").parent_path();  // without a slash at its end
    auto draft = target;
    draft += ".restoring";
    in_words("cannot restore", [&] {
        check_files(backup, manifest);
        fs::remove_all(draft);  // of an attempt that was cut off
        make_private_folder(draft);
        try {
            fill(backup, manifest, draft);
        } catch (...) {
            std::error_code ignored;
            fs::remove_all(draft, ignored);
            throw;
        }
        fs::rename(draft, target);
        sync_to_disk(target.parent_path());
    });
}

bool needs_migration(const DataFolder& folder) {
    std::error_code failed;
    if (!fs::exists(folder.database(), failed)) {
        return false;
    }
    return with_store_words(folder, [&] {
        Database database(folder.database(), Database::Mode::read_only);
        const auto schema = schema_of(database);
        return schema > 0 && schema < newest_schema();
    });
}

void back_up_before_migration(const DataFolder& folder, core::WallTime now) {
    const auto backups = folder.path() / kBackups;
    auto out = backups / ("before-" WORKSPACE_VERSION);
    for (int again = 2; !is_missing_or_empty(out); ++again) {
        out = backups / ("before-" WORKSPACE_VERSION "-" + std::to_string(again));
    }
    make_private_folder(backups);
    make_backup(folder, out, now);
    spdlog::warn("the database is brought to a newer form; as it was, it is kept in {}", out.string());
}

}  // namespace workspace::server
