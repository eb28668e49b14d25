// Invitations, codes for a new password, and API tokens, as administrators give them out and take them back.

#include <boost/json.hpp>

#include "rest/requests.hpp"
#include "rest/router.hpp"
#include "store/audit.hpp"
#include "store/invitations.hpp"
#include "workspace/core/base/limits.hpp"

namespace workspace::server {

namespace json = boost::json;
using namespace core;

namespace {

constexpr std::size_t kScopesMax = 3;

void note(Database& database, const std::string& who, const char* action, const std::string& subject,
          const std::string& detail) {
    note_audit(database,
               {.at = clock_now().wall, .actor = who, .action = action, .subject = subject, .detail = detail});
}

/// `expires_in` of the body, in seconds; none when it is out of bounds.
std::optional<std::int64_t> seconds_in(const json::object& body, std::int64_t otherwise) {
    const auto* field = body.if_contains("expires_in");
    if (field == nullptr) {
        return otherwise;
    }
    const bool good =
        field->is_int64() && field->as_int64() >= kInvitationSecondsMin && field->as_int64() <= kInvitationSecondsMax;
    return good ? std::optional(field->as_int64()) : std::nullopt;
}

RestResponse bad_expiry() {
    return problem(400, "bad_request", "`expires_in` is a number of seconds, from 60 to 2592000 (30 days).");
}

/// Makes a code and shows it, this once.
RestResponse give_code(Database& database, const NewInvitation& invitation) {
    const auto code = make_invitation_code();
    const auto id = add_invitation(database, code, invitation);
    if (!id) {
        return problem(409, "too_many", "Too many invitations stand open: withdraw some.");
    }
    RestResponse response;
    response.status = 201;
    response.body = {{"id", *id}, {"code", code}, {"expires", invitation.now.ms + invitation.seconds * 1000}};
    return response;
}

json::object invitation_json(const Invitation& invitation) {
    json::object object{{"id", invitation.id},
                        {"made_by", invitation.made_by},
                        {"created", invitation.created.ms},
                        {"expires", invitation.expires.ms}};
    if (invitation.role) {
        object["role"] = name_of(*invitation.role);
    } else {
        object["new_password_of"] = invitation.login;
    }
    return object;
}

/// The words of a token's scopes, as they are stored; none when there is another word or none at all.
std::optional<std::string> scopes_in(const json::object& body) {
    const auto* field = body.if_contains("scopes");
    if (field == nullptr || !field->is_array() || field->as_array().empty() || field->as_array().size() > kScopesMax) {
        return std::nullopt;
    }
    std::string words;
    for (const auto& scope : field->as_array()) {
        const bool known = scope.is_string() && is_scope(scope.as_string());
        if (!known) {
            return std::nullopt;
        }
        words += (words.empty() ? "" : " ") + std::string(scope.as_string());
    }
    return words;
}

}  // namespace

void Router::list_invitations(const RestRequest& request, const Respond& respond) {
    as_administrator(request, respond, [](Database& database, const std::string&) {
        json::array invitations;
        for (const auto& invitation : open_invitations(database, clock_now().wall)) {
            invitations.push_back(invitation_json(invitation));
        }
        RestResponse response;
        response.body = {{"invitations", std::move(invitations)}};
        return response;
    });
}

void Router::invite(const RestRequest& request, const Respond& respond) {
    const auto body = body_of(request, respond);
    if (!body) {
        return;
    }
    const auto name =
        body->contains("role") ? text_field(*body, "role", kNameBytesMax) : std::optional<std::string>("member");
    const auto role = name ? role_named(*name) : std::nullopt;
    const auto seconds = seconds_in(*body, kInvitationSeconds);
    if (!role || !seconds) {
        return respond(role ? bad_expiry()
                            : problem(400, "bad_request", "`role` is administrator, member, guest or bot."));
    }
    as_administrator(request, respond, [role = *role, seconds = *seconds](Database& database, const std::string& who) {
        note(database, who, "invited", "", std::string(name_of(role)));
        return give_code(database, {.to = role, .made_by = who, .now = clock_now().wall, .seconds = seconds});
    });
}

void Router::withdraw_invitation(const RestRequest& request, const Respond& respond) {
    const auto id = number_from(request.path[3]);
    as_administrator(request, respond, [id = id.value_or(0)](Database& database, const std::string& who) {
        if (!remove_invitation(database, id)) {
            return problem(404, "not_found", "There is no such invitation; it may have been used.");
        }
        note(database, who, "invitation_withdrawn", "", std::to_string(id));
        return no_content();
    });
}

void Router::reset_password(const RestRequest& request, const Respond& respond) {
    const auto id = number_from(request.path[3]);
    const auto body = body_of(request, respond);
    if (!body) {
        return;
    }
    const auto seconds = seconds_in(*body, kResetSeconds);
    if (!seconds) {
        return respond(bad_expiry());
    }
    as_administrator(
        request, respond, [id = id.value_or(0), seconds = *seconds](Database& database, const std::string& who) {
            const auto account = account_with(database, {id});
            if (!account) {
                return problem(404, "not_found", "There is no such account; GET /api/admin/users lists them.");
            }
            note(database, who, "password_reset", account->login, "");
            return give_code(database,
                             {.to = account->id, .made_by = who, .now = clock_now().wall, .seconds = seconds});
        });
}

void Router::list_tokens(const RestRequest& request, const Respond& respond) {
    as_administrator(request, respond, [](Database& database, const std::string&) {
        json::array tokens;
        for (const auto& token : all_api_tokens(database)) {
            tokens.push_back(json::object{{"id", token.id},
                                          {"login", token.login},
                                          {"label", token.label},
                                          {"scopes", token.scopes},
                                          {"created", token.created.ms}});
        }
        RestResponse response;
        response.body = {{"tokens", std::move(tokens)}};
        return response;
    });
}

void Router::create_token(const RestRequest& request, const Respond& respond) {
    const auto body = body_of(request, respond);
    if (!body) {
        return;
    }
    const auto login = text_field(*body, "login", kNameBytesMax);
    const auto label = text_field(*body, "label", kLabelBytesMax);
    const auto scopes = scopes_in(*body);
    if (!login || !label || !scopes) {
        return respond(
            problem(400, "bad_request", R"(Send {"login": …, "label": …, "scopes": […]} with read, post or admin.)"));
    }
    as_administrator(request, respond,
                     [login = *login, label = *label, scopes = *scopes](Database& database, const std::string& who) {
                         const auto account = find_account(database, login);
                         if (!account) {
                             return problem(Refusal::no_such_account);
                         }
                         const auto secret = make_api_token();
                         const auto id = add_api_token(database, account->id, secret, label, scopes, clock_now().wall);
                         if (!id) {
                             return problem(409, "too_many", "This account has too many tokens: revoke some.");
                         }
                         note(database, who, "token_made", account->login, scopes);
                         RestResponse response;
                         response.status = 201;
                         response.body = {{"id", *id}, {"token", secret}};
                         return response;
                     });
}

void Router::revoke_token(const RestRequest& request, const Respond& respond) {
    const auto id = number_from(request.path[3]);
    as_administrator(request, respond, [id = id.value_or(0)](Database& database, const std::string& who) {
        const auto login = revoke_api_token(database, id);
        if (!login) {
            return problem(404, "not_found", "There is no such token; GET /api/admin/tokens lists them.");
        }
        note(database, who, "token_revoked", *login, std::to_string(id));
        return no_content();
    });
}

}  // namespace workspace::server
