#pragma once

#include <cstddef>
#include <deque>
#include <map>
#include <optional>

#include "context.hpp"
#include "workspace/core/session/admission.hpp"

namespace workspace::core::hub {

/// Nonces that were handed out with `session_elsewhere` (S6), oldest first; all live equally long.
class TakeoverNonces {
public:
    /// How many are remembered; beyond, the oldest is forgotten and its person is asked again.
    static constexpr std::size_t kMax = 10'000;

    explicit TakeoverNonces(Context& context) : context_(context) {}

    [[nodiscard]] TakeoverNonce give(const WorkstationKey& claimant, const SessionId& holder) {
        const MonotonicTime now = context_.clock.now().mono;
        while (!order_.empty() && (order_.size() >= kMax || consents_.at(order_.front()).expires < now)) {
            consents_.erase(order_.front());
            order_.pop_front();
        }
        const auto nonce = draw_secret<TakeoverNonce>(context_.entropy);
        if (consents_.emplace(nonce, TakeoverConsent{claimant, holder, now + context_.config.limits.nonce}).second) {
            order_.push_back(nonce);
        }
        return nonce;
    }
    /// What the nonce stands for; whether it still holds and for whom is the admission rule's to judge.
    [[nodiscard]] std::optional<TakeoverConsent> find(const std::optional<TakeoverNonce>& nonce) const {
        const auto found = nonce ? consents_.find(*nonce) : consents_.end();
        return found == consents_.end() ? std::nullopt : std::optional{found->second};
    }
    [[nodiscard]] std::size_t size() const { return consents_.size(); }

private:
    Context& context_;
    std::map<TakeoverNonce, TakeoverConsent> consents_;
    std::deque<TakeoverNonce> order_;
};

}  // namespace workspace::core::hub
