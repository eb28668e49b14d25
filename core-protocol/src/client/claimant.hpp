#pragma once

#include <optional>
#include <string>

#include "workspace/core/client/client.hpp"

namespace workspace::core::client {

/// Who this client is and what it claims with: a session to resume, or a name and a password that a person has typed.
/// A password lives here until it was answered, and after `session_elsewhere` until the person has decided (S6).
class Claimant {
public:
    Claimant(const ClientConfig& config, std::optional<SavedSession> session)
        : config_(config), session_(std::move(session)) {}

    [[nodiscard]] const std::optional<SavedSession>& session() const { return session_; }
    [[nodiscard]] bool session_good() const { return session_.has_value() && !displaced_; }
    [[nodiscard]] bool with_password() const { return password_.has_value(); }
    [[nodiscard]] bool can_claim() const { return with_password() || session_good(); }
    /// A person waits for the answer (as opposed to a client that reconnects by itself).
    [[nodiscard]] bool by_person() const { return by_person_; }
    [[nodiscard]] std::string login() const;

    /// The next claim is this person's, in place of any session.
    void sign_in(std::string name, SecretText password);
    /// The next claim is a person's, with what there is.
    void use_here() { by_person_ = true; }
    void offered(std::optional<TakeoverNonce> nonce) { nonce_ = nonce; }
    [[nodiscard]] const std::optional<TakeoverNonce>& nonce() const { return nonce_; }
    void mark_displaced() { displaced_ = true; }
    void forget_session();
    void forget_password() { password_.reset(); }
    /// The person's wish was answered, or given up.
    void end_person() { by_person_ = false; }

    [[nodiscard]] wire::ClientMessage claim(const Signature& signature, std::optional<wire::PresenceStamp> held) const;
    /// What to keep on disk from now on.
    const SavedSession& granted(const wire::Welcome& welcome);

private:
    struct Password {
        std::string name;
        SecretText text;
    };
    ClientConfig config_;
    std::optional<SavedSession> session_;
    bool displaced_ = false;
    std::optional<Password> password_;
    bool by_person_ = false;
    std::optional<TakeoverNonce> nonce_;
};

}  // namespace workspace::core::client
