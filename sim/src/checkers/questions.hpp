#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <type_traits>
#include <variant>

#include "workspace/core/hub/store_port.hpp"
#include "workspace/core/wire/messages.hpp"

/// What answers what, and what the store is asked for it.
namespace workspace::sim {

/// The place of a type among the alternatives of a variant.
template <class Type, class... Types>
[[nodiscard]] constexpr std::size_t place_in(const std::variant<Types...>* /*variant*/) {
    std::size_t place = 0;
    static_cast<void>(((std::is_same_v<Type, Types> ? false : (++place, true)) && ...));
    return place;
}
template <class Type>
inline constexpr std::size_t kQuestion = place_in<Type>(static_cast<const core::wire::ClientMessage*>(nullptr));
template <class Type>
inline constexpr std::size_t kAnswer = place_in<Type>(static_cast<const core::wire::ServerMessage*>(nullptr));
template <class Type>
inline constexpr std::size_t kOperation = place_in<Type>(static_cast<const core::StoreOperation*>(nullptr));
inline constexpr std::size_t kNothing = 1000;

struct Exchange {
    std::size_t question = kNothing;
    std::size_t answer = kNothing;
    std::size_t operation = kNothing;  ///< of the store; not for `sync`: a room that is talked in is read again
};
template <class Message>
inline constexpr Exchange kPosting{kQuestion<Message>, kAnswer<core::wire::Posted>, kOperation<core::Append>};

inline constexpr std::array kExchanges{
    Exchange{kQuestion<core::wire::Login>, kNothing, kOperation<core::Admit>},
    Exchange{kQuestion<core::wire::Resume>, kNothing, kOperation<core::Admit>},
    Exchange{kQuestion<core::wire::Beat>, kAnswer<core::wire::BeatAnswer>, kNothing},
    Exchange{kQuestion<core::wire::Sync>, kAnswer<core::wire::Synced>, kNothing},
    Exchange{kQuestion<core::wire::Page>, kAnswer<core::wire::PageResult>, kOperation<core::ReadPage>},
    Exchange{kQuestion<core::wire::PostsGet>, kAnswer<core::wire::PostsKnown>, kOperation<core::FindPosts>},
    Exchange{kQuestion<core::wire::Read>, kAnswer<core::wire::ReadMarkers>, kOperation<core::MarkRead>},
    Exchange{kQuestion<core::wire::ReadsGet>, kAnswer<core::wire::ReadMarkers>, kOperation<core::ReadMarkers>},
    Exchange{kQuestion<core::wire::StatusSet>, kNothing, kOperation<core::SetStatus>},
    Exchange{kQuestion<core::wire::StatusesGet>, kAnswer<core::wire::Statuses>, kNothing},
    Exchange{kQuestion<core::wire::RoomsGet>, kAnswer<core::wire::RoomsFound>, kNothing},
    Exchange{kQuestion<core::wire::MembersGet>, kAnswer<core::wire::Members>, kOperation<core::ReadMembers>},
    Exchange{kQuestion<core::wire::PresenceGet>, kAnswer<core::wire::PresenceSet>, kNothing},
    Exchange{kQuestion<core::wire::TokenGet>, kAnswer<core::wire::Token>, kNothing},
    kPosting<core::wire::Post>,
    kPosting<core::wire::Edit>,
    kPosting<core::wire::Delete>,
    kPosting<core::wire::React>,
    kPosting<core::wire::CreateRoom>,
    kPosting<core::wire::Join>,
    kPosting<core::wire::Leave>,
    kPosting<core::wire::Invite>,
    kPosting<core::wire::Archive>,
};

/// How many are due of each kind of a variant.
template <class Variant, std::size_t Exchange::* kind>
class Due {
public:
    void expect(const core::wire::ClientMessage& question, int count) {
        for (const Exchange& exchange : kExchanges) {
            if (exchange.question == question.index() && exchange.*kind != kNothing) {
                counts_.at(exchange.*kind) += count;
            }
        }
    }
    /// One of this kind came. Whether it was due; what no question asks for always is.
    bool take(std::size_t place) {
        const bool asked_for = std::any_of(kExchanges.begin(), kExchanges.end(),
                                           [&](const Exchange& exchange) { return exchange.*kind == place; });
        return !asked_for || --counts_.at(place) >= 0;
    }

private:
    std::array<int, std::variant_size_v<Variant>> counts_{};
};
using DueAnswers = Due<core::wire::ServerMessage, &Exchange::answer>;
using DueOperations = Due<core::StoreOperation, &Exchange::operation>;

}  // namespace workspace::sim
