#include "app/administer_access.hpp"

#include <algorithm>
#include <iomanip>
#include <iostream>

#include "app/administration.hpp"
#include "app/control_socket.hpp"
#include "auth/tokens.hpp"
#include "store/audit.hpp"
#include "store/invitations.hpp"

namespace workspace::server {

namespace {

constexpr const char* kFirstStart = "first start";

std::string code_for(Database& database, const NewInvitation& invitation) {
    auto code = make_invitation_code();
    if (!add_invitation(database, code, invitation)) {
        throw Failure(ExitCode::refused,
                      "too many invitations stand open; `workspace-server invite withdraw` takes one back.");
    }
    return code;
}

void print_code(const std::string& code, std::int64_t seconds) {
    std::cout << code << "\n";
    std::cerr << "Good once, until " << local_time({clock_now().wall.ms + seconds * 1000})
              << ", and not shown again. How to redeem it: docs/operations.md.\n";
}

}  // namespace

void create_invitation(const DataFolder& folder, Role role, std::int64_t seconds) {
    std::string code;
    in_database(folder, [&](Database& database) {
        code = code_for(database, {.to = role, .made_by = kOperator, .now = clock_now().wall, .seconds = seconds});
        note_operator(database, "invited", "", std::string(name_of(role)));
    });
    print_code(code, seconds);
}

void list_invitations(const DataFolder& folder) {
    in_database(folder, [](Database& database) {
        for (const auto& invitation : open_invitations(database, clock_now().wall)) {
            const auto what = invitation.role ? std::string(name_of(*invitation.role)) + ", a new account"
                                              : "a new password for " + invitation.login;
            std::cout << std::right << std::setw(6) << invitation.id << "  " << what << ", made by "
                      << invitation.made_by << ", good until " << local_time(invitation.expires) << "\n";
        }
    });
}

void withdraw_invitation(const DataFolder& folder, std::int64_t id) {
    in_database(folder, [&](Database& database) {
        if (!remove_invitation(database, id)) {
            throw Failure(ExitCode::refused, "there is no invitation " + std::to_string(id) +
                                                 "; it may have been used. `workspace-server invite list` shows those "
                                                 "that are open.");
        }
        note_operator(database, "invitation_withdrawn", "", std::to_string(id));
    });
    std::cout << "withdrew the invitation " << id << "\n";
}

void reset_password(const DataFolder& folder, const std::string& login, std::int64_t seconds) {
    std::string code;
    in_database(folder, [&](Database& database) {
        const auto account = account_named(database, login);
        code =
            code_for(database, {.to = account.id, .made_by = kOperator, .now = clock_now().wall, .seconds = seconds});
        note_operator(database, "password_reset", account.login, "");
    });
    print_code(code, seconds);
}

void change_role(const DataFolder& folder, const std::string& login, Role role) {
    in_database(folder, [&](Database& database) {
        const auto account = account_named(database, login);
        if (!may_become(account.role, role)) {
            throw Failure(ExitCode::refused, "a bot stays a bot, and nobody else becomes one: make another account.");
        }
        set_role(database, account.id, role);
        note_operator(database, "role_changed", account.login, std::string(name_of(role)));
    });
    std::cout << login << " is " << name_of(role) << " now\n";
}

void end_account(DataFolder& folder, const std::string& login, std::optional<bool> locked) {
    core::AccountId account;
    in_database(folder, [&](Database& database) { account = account_named(database, login).id; });
    if (!order(folder.control(), {account, locked})) {
        folder.take();  // no server is running, and none starts meanwhile
        with_store_words(folder, [&] {
            StoreEngine engine(folder.database());
            StoreEngine::Batch batch(engine);
            (void)engine.execute(core::EndAccount{.account = account,
                                                  .cause = core::LeaseCause::revoked,
                                                  .password = {},
                                                  .locked = locked,
                                                  .now = clock_now()});
            batch.commit();
        });
    }
    std::cout << "ended the sessions of " << login << (locked ? *locked ? ", and locked it" : ", and unlocked it" : "")
              << "\n";
}

void show_audit(const DataFolder& folder, std::int64_t limit) {
    in_database(folder, [&](Database& database) {
        auto entries = audit_page(database, std::numeric_limits<std::int64_t>::max(), limit);
        std::reverse(entries.begin(), entries.end());
        for (const auto& entry : entries) {
            std::cout << local_time(entry.at) << "  " << entry.actor << "  " << entry.action << "  " << entry.subject
                      << (entry.detail.empty() ? "" : "  " + entry.detail) << "\n";
        }
    });
}

std::string first_invitation(const DataFolder& folder) {
    std::string code;
    in_database(folder, [&](Database& database) {
        if (!accounts_after(database, {}, 1).empty()) {
            return;
        }
        for (const auto& earlier : open_invitations(database, clock_now().wall)) {
            if (earlier.made_by == kFirstStart) {
                remove_invitation(database, earlier.id);
            }
        }
        code = code_for(
            database,
            {.to = Role::administrator, .made_by = kFirstStart, .now = clock_now().wall, .seconds = kResetSeconds});
    });
    return code;
}

void print_first_invitation(const DataFolder& folder, const std::string& code, const std::string& url) {
    std::cout << "There is no account yet. This invitation makes the first administrator, once, within a day:\n"
              << "  curl -H 'Content-Type: application/json' " << url << "/api/auth/redeem \\\n"
              << "    -d '{\"code\":\"" << code << "\",\"login\":\"NAME\",\"password\":\"PASSWORD\"}'\n"
              << "Or make one in another terminal, which asks for the password:\n"
              << "  workspace-server user add NAME --role administrator --data-dir " << folder.path().string()
              << "\nThen log in with workspace-desktop or workspace-cli." << std::endl;
}

}  // namespace workspace::server
