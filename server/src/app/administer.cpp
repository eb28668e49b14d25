#include "app/administer.hpp"

#include <ctime>
#include <iomanip>
#include <iostream>

#include "app/exit_code.hpp"
#include "app/hub_driver.hpp"
#include "auth/tokens.hpp"
#include "ops/backup.hpp"
#include "store/accounts.hpp"
#include "store/lease_rows.hpp"
#include "store/room_rows.hpp"

namespace workspace::server {

namespace {

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

AccountRow account_named(Database& database, const std::string& login) {
    auto account = find_account(database, login);
    if (!account) {
        throw Failure(ExitCode::refused, "there is no account " + login + "; `workspace-server user list` shows them.");
    }
    return *account;
}

std::string local_time(core::WallTime at) {
    const std::time_t seconds = at.ms / 1000;
    std::tm parts{};
    ::localtime_r(&seconds, &parts);
    std::array<char, 32> text{};
    std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M:%S", &parts);
    return text.data();
}

void check_text(const std::string& what, const std::string& text, std::size_t most) {
    if (text.empty() || text.size() > most) {
        throw Failure(ExitCode::refused, what + " must have 1 to " + std::to_string(most) + " bytes.");
    }
}

}  // namespace

void add_user(const DataFolder& folder, const NewAccount& account, Argon2Cost cost) {
    check_text("the name", account.login, core::kNameBytesMax);
    const auto& name = account.name.empty() ? account.login : account.name;
    check_text("the display name", name, core::kLabelBytesMax);
    check_text("the password", account.password.reveal(), core::kPasswordBytesMax);
    const AccountRow row{.id = {},
                         .login = account.login,
                         .name = name,
                         .password_hash = hash_password(account.password, cost),
                         .bot = account.bot};
    in_database(folder, [&](Database& database) {
        if (!add_account(database, row, clock_now().wall)) {
            throw Failure(ExitCode::refused, "the name " + account.login + " is taken; choose another.");
        }
    });
    std::cout << "added " << account.login << " (" << name << ")\n";
}

void list_users(const DataFolder& folder) {
    in_database(folder, [](Database& database) {
        for (const auto& account : all_accounts(database)) {
            std::cout << std::left << std::setw(20) << account.login << " " << account.name
                      << (account.bot ? "  (bot)" : "") << (account.locked ? "  (locked)" : "") << "\n";
        }
    });
}

void add_room(const DataFolder& folder, const std::string& name) {
    check_text("the room's name", name, core::kLabelBytesMax);
    in_database(folder, [&](Database& database) {
        if (!server::add_room(database, name)) {
            throw Failure(ExitCode::refused, "there is a room " + name + " already.");
        }
    });
    std::cout << "added the room " << name << "; a server that is running shows it after its next start\n";
}

void list_rooms(const DataFolder& folder) {
    in_database(folder, [](Database& database) {
        auto rooms = database.query("SELECT id, name, head FROM rooms WHERE kind <> 'direct' ORDER BY id");
        while (rooms.step()) {
            std::cout << std::setw(6) << rooms.number(0) << "  " << rooms.text(1) << "  (" << rooms.number(2)
                      << " messages)\n";
        }
    });
}

void create_token(const DataFolder& folder, const std::string& login, const std::string& label,
                  const std::vector<std::string>& scopes) {
    std::string words;
    for (const auto& scope : scopes) {
        words += (words.empty() ? "" : " ") + scope;
    }
    const auto secret = make_api_token();
    in_database(folder, [&](Database& database) {
        add_api_token(database, account_named(database, login).id, secret, label, words, clock_now().wall);
    });
    std::cout << secret << "\n";
    std::cerr << "Keep it: it is not shown again. Use it as `Authorization: Bearer TOKEN`.\n";
}

void list_sessions(const DataFolder& folder) {
    in_database(folder, [](Database& database) {
        const auto leases = all_leases(database);
        std::cout << leases.size() << (leases.size() == 1 ? " account holds a lease\n" : " accounts hold a lease\n");
        for (const auto& lease : leases) {
            std::cout << std::left << std::setw(24) << lease.account_name << " on " << std::setw(24)
                      << lease.workstation_label << " "
                      << (lease.state == core::LeaseState::live ? "live    " : "detached") << " since "
                      << local_time(lease.since) << "\n";
        }
    });
}

void session_history(const DataFolder& folder, const std::string& login) {
    in_database(folder, [&](Database& database) {
        const auto account = account_named(database, login);
        auto rows = database.query("SELECT at, epoch, cause FROM lease_history WHERE account = ? ORDER BY id");
        rows.bind(account.id.value);
        while (rows.step()) {
            std::cout << local_time({rows.number(0)}) << "  epoch " << rows.number(1) << "  " << rows.text(2) << "\n";
        }
    });
}

}  // namespace workspace::server
