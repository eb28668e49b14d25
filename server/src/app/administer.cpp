#include "app/administer.hpp"

#include <ctime>
#include <iomanip>
#include <iostream>

#include "app/administration.hpp"
#include "app/hub_driver.hpp"
#include "auth/tokens.hpp"
#include "store/audit.hpp"
#include "store/lease_rows.hpp"
#include "store/room_rows.hpp"

namespace workspace::server {

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

void note_operator(Database& database, const char* action, const std::string& subject, const std::string& detail) {
    note_audit(database,
               {.at = clock_now().wall, .actor = kOperator, .action = action, .subject = subject, .detail = detail});
}

void add_user(const DataFolder& folder, const NewAccount& account, Argon2Cost cost) {
    check_text("the name", account.login, core::kNameBytesMax);
    const auto& name = account.name.empty() ? account.login : account.name;
    check_text("the display name", name, core::kLabelBytesMax);
    check_text("the password", account.password.reveal(), core::kPasswordBytesMax);
    const AccountRow row{.id = {},
                         .login = account.login,
                         .name = name,
                         .password_hash = hash_password(account.password, cost),
                         .role = account.role};
    in_database(folder, [&](Database& database) {
        if (!add_account(database, row, clock_now().wall)) {
            throw Failure(ExitCode::refused, "the name " + account.login + " is taken; choose another.");
        }
        note_operator(database, "account_made", account.login, std::string(name_of(account.role)));
    });
    std::cout << "added " << account.login << " (" << name << ")\n";
}

void list_users(const DataFolder& folder) {
    in_database(folder, [](Database& database) {
        for (const auto& account : all_accounts(database)) {
            std::cout << std::left << std::setw(20) << account.login << " " << account.name
                      << (account.role == Role::member ? "" : "  (" + std::string(name_of(account.role)) + ")")
                      << (account.locked ? "  (locked)" : "") << "\n";
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
        const auto account = account_named(database, login);
        if (!add_api_token(database, account.id, secret, label, words, clock_now().wall)) {
            throw Failure(ExitCode::refused,
                          login + " has too many tokens; `workspace-server token revoke` takes one back.");
        }
        note_operator(database, "token_made", account.login, words);
    });
    std::cout << secret << "\n";
    std::cerr << "Keep it: it is not shown again. Use it as `Authorization: Bearer TOKEN`.\n";
}

void list_tokens(const DataFolder& folder) {
    in_database(folder, [](Database& database) {
        for (const auto& token : all_api_tokens(database)) {
            std::cout << std::right << std::setw(6) << token.id << "  " << token.login << "  " << token.label << "  ("
                      << token.scopes << ")  since " << local_time(token.created) << "\n";
        }
    });
}

void revoke_token(const DataFolder& folder, std::int64_t id) {
    in_database(folder, [&](Database& database) {
        const auto login = revoke_api_token(database, id);
        if (!login) {
            throw Failure(ExitCode::refused,
                          "there is no token " + std::to_string(id) + "; `workspace-server token list` shows them.");
        }
        note_operator(database, "token_revoked", *login, std::to_string(id));
        std::cout << "revoked a token of " << *login << "\n";
    });
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
        const auto notes = lease_history(database, account.id);
        for (auto note = notes.rbegin(); note != notes.rend(); ++note) {
            std::cout << local_time(note->at) << "  epoch " << note->epoch.value << "  " << note->cause << "\n";
        }
    });
}

}  // namespace workspace::server
