#include "claimant.hpp"

#include <utility>

namespace workspace::core::client {

std::string Claimant::login() const {
    if (password_) {
        return password_->name;
    }
    return session_ ? session_->login : std::string{};
}

void Claimant::sign_in(std::string name, SecretText password) {
    forget_session();
    password_ = Password{std::move(name), std::move(password)};
    by_person_ = true;
}

void Claimant::forget_session() {
    session_.reset();
    displaced_ = false;
    nonce_.reset();
}

wire::ClientMessage Claimant::claim(const Signature& signature, std::optional<wire::PresenceStamp> held) const {
    const WorkstationIdentity& here = config_.workstation;
    wire::WorkstationProof proof{here.key, here.hint, here.os_boot, here.label, signature};
    if (password_) {
        return wire::Login{password_->name, password_->text, std::move(proof), nonce_, config_.presence};
    }
    wire::Resume resume;
    if (session_) {
        resume.session = session_->session;
        resume.refresh = session_->refresh;
    }
    resume.workstation = std::move(proof);
    resume.claim = by_person_ ? wire::ClaimKind::person : wire::ClaimKind::automatic;
    resume.takeover = nonce_;
    resume.presence = config_.presence;
    resume.held = std::move(held);
    return resume;
}

const SavedSession& Claimant::granted(const wire::Welcome& welcome) {
    session_ = SavedSession{welcome.session, welcome.refresh, welcome.account, welcome.login};
    displaced_ = false;
    password_.reset();
    by_person_ = false;
    nonce_.reset();
    return *session_;
}

}  // namespace workspace::core::client
