#pragma once

#include <string>

#include "app/data_folder.hpp"
#include "app/exit_code.hpp"
#include "app/hub_driver.hpp"
#include "ops/backup.hpp"
#include "store/accounts.hpp"
#include "store/store_engine.hpp"

/// What the subcommands share.
namespace workspace::server {

/// Opens the database, making or migrating it, and runs `use` in one transaction.
template <class Use>
void in_database(const DataFolder& folder, const Use& use) {
    DataFolder mine(folder.path());
    if (needs_migration(mine)) {
        mine.take();  // not under a server of the old version
        back_up_before_migration(mine, clock_now().wall);
    }
    with_store_words(folder, [&] {
        StoreEngine engine(folder.database());
        Transaction transaction(engine.database());
        use(engine.database());
        transaction.commit();
    });
}

/// Throws Failure.
[[nodiscard]] AccountRow account_named(Database& database, const std::string& login);
/// As the operator's clock shows it.
[[nodiscard]] std::string local_time(core::WallTime at);
/// Throws Failure when the text has not 1 to `most` bytes.
void check_text(const std::string& what, const std::string& text, std::size_t most);
/// The operator's act, for the audit log.
void note_operator(Database& database, const char* action, const std::string& subject, const std::string& detail);

}  // namespace workspace::server
