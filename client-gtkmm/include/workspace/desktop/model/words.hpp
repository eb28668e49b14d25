#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "workspace/core/client/events.hpp"
#include "workspace/host/server_trust.hpp"

/// What the protocol says, in words for a person, in their language. Every refusal and every close code has words that
/// say what to do.
namespace workspace::desktop {

struct Words {
    std::string title;   ///< one line
    std::string detail;  ///< one or two sentences
    bool operator==(const Words&) const = default;
};

[[nodiscard]] Words explain(core::Refusal refusal);
[[nodiscard]] Words explain(core::CloseCode code);
/// Why a client stands still, with who holds what and where.
[[nodiscard]] Words explain(const core::client::Stop& stop);
/// Why nothing is said to the server at `url`, with the fingerprints to compare.
[[nodiscard]] Words explain(const host::UntrustedCertificate& found, const std::string& url);
/// Why a post was refused for good, and what to do.
[[nodiscard]] std::string words_of_failed_post(std::optional<core::Refusal> why);

/// "Alice has been connected on “pc-accueil” for 12 minutes, idle for 30 seconds."
[[nodiscard]] std::string words_of_holder(const core::wire::Holder& holder);
/// A span of time, rounded: "12 minutes".
[[nodiscard]] std::string words_of_span(std::int64_t ms);
/// "12 connected", or "—" where the number is not known (P3).
[[nodiscard]] std::string words_of_count(std::optional<std::int64_t> count);
/// What an entry of the log says: a message as it is now, or what happened in the room.
[[nodiscard]] std::string words_of_event(const core::wire::Event& event);

}  // namespace workspace::desktop
