#include "app/access_commands.hpp"

#include <CLI/CLI.hpp>
#include <map>
#include <memory>

#include "app/administer_access.hpp"
#include "app/administer_person.hpp"
#include "app/administer_workstations.hpp"
#include "store/invitations.hpp"

namespace workspace::server {

namespace {

/// What the commands were given; lives as long as they do.
struct Given {
    explicit Given(const std::filesystem::path& where) : data_dir(where) {}
    const std::filesystem::path& data_dir;
    std::string login;
    std::string role = "member";
    std::int64_t id = 0;
    std::int64_t seconds = kInvitationSeconds;
    std::int64_t reset_seconds = kResetSeconds;
    std::int64_t entries = 100;
    bool sure = false;

    [[nodiscard]] DataFolder folder() const { return DataFolder::existing(data_dir); }
};
using Shared = std::shared_ptr<Given>;

void add_expiry(CLI::App& command, std::int64_t& seconds, const char* otherwise) {
    const std::map<std::string, std::int64_t> units{{"s", 1}, {"m", 60}, {"h", 3600}, {"d", 24 * 3600}};
    command.add_option("--expires", seconds, std::string("How long it is good, such as 12h; ") + otherwise)
        ->transform(CLI::AsNumberWithUnit(units, CLI::AsNumberWithUnit::UNIT_REQUIRED, "TIME"))
        ->check(CLI::Range(kInvitationSecondsMin, kInvitationSecondsMax, "from 60s to 30d"));
}

void add_invitation_commands(CLI::App& app, const Shared& given) {
    auto* invite = app.add_subcommand("invite", "Invitations: who has one makes an account")->require_subcommand(1);
    auto* create = invite->add_subcommand("create", "Make an invitation and print its code, once");
    create->add_option("--role", given->role, "What the account will be")
        ->check(CLI::IsMember({"administrator", "member", "guest", "bot"}))
        ->capture_default_str();
    add_expiry(*create, given->seconds, "else 7d");
    create->footer("Example:\n  workspace-server invite create --role guest --expires 2d --data-dir ./data");
    create->callback([given] {
        create_invitation(given->folder(), role_named(given->role).value_or(Role::member), given->seconds);
    });
    invite->add_subcommand("list", "Show the invitations that are open")->callback([given] {
        list_invitations(given->folder());
    });
    auto* withdraw = invite->add_subcommand("withdraw", "Take an invitation back");
    withdraw->add_option("ID", given->id, "Its number in the list")->required();
    withdraw->callback([given] { withdraw_invitation(given->folder(), given->id); });
}

CLI::App* add_named(CLI::App& app, const char* name, const char* what, const Shared& given) {
    auto* command = app.add_subcommand(name, what);
    command->add_option("NAME", given->login, "Login name")->required();
    return command;
}

void add_user_commands(CLI::App& user, const Shared& given) {
    const auto end = [given](std::optional<bool> locked) {
        auto folder = DataFolder::existing(given->data_dir);
        end_account(folder, given->login, locked);
    };
    add_named(user, "lock", "Close an account: it is out at once, and nobody gets in with it", given)->callback([end] {
        end(true);
    });
    add_named(user, "unlock", "Open it again", given)->callback([end] { end(false); });
    auto* role = add_named(user, "role", "Make a member an administrator, a guest, or a member again", given);
    role->add_option("ROLE", given->role, "administrator, member or guest")
        ->required()
        ->check(CLI::IsMember({"administrator", "member", "guest"}));
    role->callback(
        [given] { change_role(given->folder(), given->login, role_named(given->role).value_or(Role::member)); });
    auto* reset = add_named(user, "reset-password", "Print a code with which the person chooses a new password", given);
    add_expiry(*reset, given->reset_seconds, "else 24h");
    reset->callback([given] { reset_password(given->folder(), given->login, given->reset_seconds); });
}

void add_person_commands(CLI::App& user, const Shared& given) {
    add_named(user, "export", "Print all that the server holds about a person, one JSON object a line", given)
        ->callback([given] { export_user(given->folder(), given->login); });
    auto* erase = add_named(user, "erase", "Forget who an account was; what it wrote stays. Cannot be undone", given);
    erase->add_flag("--yes", given->sure, "Really")->required();
    erase->callback([given] {
        auto folder = DataFolder::existing(given->data_dir);
        erase_user(folder, given->login);
    });
}

void add_session_commands(CLI::App& session, const Shared& given) {
    add_named(session, "kick", "End all that an account holds: it may log in again with its password", given)
        ->callback([given] {
            auto folder = DataFolder::existing(given->data_dir);
            end_account(folder, given->login, std::nullopt);
        });
}

void add_workstation_commands(CLI::App& app, const Shared& given) {
    auto* workstation = app.add_subcommand("workstation", "The computers that people use")->require_subcommand(1);
    workstation->add_subcommand("list", "Show them, in the order of their first login")->callback([given] {
        list_workstations(given->folder());
    });
    for (const bool separate : {true, false}) {
        auto* command = workstation->add_subcommand(
            separate ? "separate" : "join",
            separate ? "Take it for a computer of its own, though its hardware looks like another's (cloned machines)"
                     : "Take it for the computer that its hardware says again");
        command->add_option("ID", given->id, "Its number in the list")->required();
        command->callback([given, separate] { separate_workstation(given->folder(), given->id, separate); });
    }
}

}  // namespace

void add_access_commands(CLI::App& app, const std::filesystem::path& data_dir) {
    const auto given = std::make_shared<Given>(data_dir);
    add_invitation_commands(app, given);
    add_user_commands(*app.get_subcommand("user"), given);
    add_person_commands(*app.get_subcommand("user"), given);
    add_session_commands(*app.get_subcommand("session"), given);
    add_workstation_commands(app, given);
    auto* audit = app.add_subcommand("audit", "Show what administrators did, the newest last");
    audit->add_option("--entries", given->entries, "How many at most")
        ->check(CLI::Range(1, 100'000))
        ->capture_default_str();
    audit->callback([given] { show_audit(given->folder(), given->entries); });
}

}  // namespace workspace::server
