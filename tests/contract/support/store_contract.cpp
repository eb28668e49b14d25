#include "contract/support/store_under_test.hpp"

#include <utility>

#include "workspace/testing/fake_signer.hpp"

namespace workspace::testing {

using namespace core;

Computer::Computer(const std::string& computer_name)
    : name(computer_name),
      key(id_of<WorkstationKey>("key of " + computer_name)),
      hint(id_of<WorkstationHint>("hint of " + computer_name)),
      os_boot(id_of<OsBootId>("boot of " + computer_name)) {}

StoreContract::StoreContract() : store_(GetParam().make()) {
    alice_ = store_->add_account("alice", "Alice", false);
    bruno_ = store_->add_account("bruno", "Bruno", false);
    room_ = store_->add_room("Kitchen");
    (void)store_->restart();
}

Admit StoreContract::login(AccountId account, const Computer& computer) {
    ++drawn_;
    Admit admit;
    admit.claim.account = account;
    admit.claim.workstation = computer.key;
    admit.claim.hint = computer.hint;
    admit.claim.os_boot = computer.os_boot;
    admit.claim.by_person = true;
    admit.workstation_label = computer.name;
    admit.fresh = id_of<RefreshToken>("token " + std::to_string(drawn_));
    admit.fresh_session = id_of<SessionId>("session " + std::to_string(drawn_));
    admit.policy = ElsewherePolicy::ask;
    admit.now = now_;
    return admit;
}

Admit StoreContract::resume(const SessionId& session, const Computer& computer, const RefreshToken& token) {
    Admit admit = login({}, computer);
    admit.claim.session = session;
    admit.claim.by_person = false;
    admit.presented = token;
    return admit;
}

Granted StoreContract::granted(const Admit& admit) {
    const auto answer = ask<Admitted>(admit);
    if (const auto* refuse = std::get_if<Refuse>(&answer)) {
        throw std::runtime_error("refused: " + std::string(name_of(refuse->code)));
    }
    return std::get<Granted>(answer);
}

Refusal StoreContract::refused(const Admit& admit) {
    return std::get<Refuse>(ask<Admitted>(admit)).code;
}

ClientId StoreContract::cid(const std::string& name) {
    return id_of<ClientId>("cid " + name);
}

Append StoreContract::post(AccountId author, Epoch epoch, const std::string& id, const std::string& body) const {
    return act(author, epoch, wire::Post{.room = room_, .cid = cid(id), .prev = std::nullopt, .body = body});
}

Append StoreContract::act(AccountId author, Epoch epoch, wire::AnyPost post) const {
    return {.fence = LeaseFence{epoch}, .author = author, .post = std::move(post), .at = now_.wall};
}

Appended StoreContract::appended(const Append& append) {
    const auto answer = ask<AppendResult>(append);
    if (const auto* refusal = std::get_if<Refusal>(&answer)) {
        throw std::runtime_error("refused: " + std::string(name_of(*refusal)));
    }
    return std::get<Appended>(answer);
}

Refusal StoreContract::append_refused(const Append& append) {
    return std::get<Refusal>(ask<AppendResult>(append));
}

LogSlice StoreContract::page(PageAnchor anchor, std::int64_t seq, std::int64_t limit) {
    return std::get<LogSlice>(ask<ReadResult>(ReadPage{alice_, room_, PageQuery{anchor, {seq}, limit}}));
}

LogSlice StoreContract::sync(std::optional<wire::Cursor> cursor) {
    return std::get<LogSlice>(ask<ReadResult>(ReadSync{alice_, room_, cursor}));
}

Appended TalkContract::done(AccountId author, wire::AnyPost post) {
    return appended(act(author, epochs_.at(author), std::move(post)));
}

Refusal TalkContract::not_done(AccountId author, wire::AnyPost post) {
    return append_refused(act(author, epochs_.at(author), std::move(post)));
}

Appended TalkContract::say(AccountId author, const std::string& body) {
    return done(author, wire::Post{.room = room_, .cid = next_cid(), .prev = {}, .body = body});
}

ClientId TalkContract::next_cid() {
    return cid("talk " + std::to_string(++said_));
}

}  // namespace workspace::testing
