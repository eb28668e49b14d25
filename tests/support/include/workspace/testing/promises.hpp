#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "workspace/core/hub/outputs.hpp"
#include "workspace/testing/memory_store.hpp"

namespace workspace::testing {

/// What a server has told anyone, held against its store at the moment when it is told (M1), and as often as one asks
/// afterwards: what was acknowledged, or shown to anybody, is never lost.
class Promises {
public:
    /// A text of the server, on its way to whomever.
    void told(std::string_view text, const MemoryStore& store);
    void told(const core::hub::ApiResult& result, const MemoryStore& store);

    /// The sentences that were not true when they were told, each beginning with its rule's name.
    [[nodiscard]] const std::vector<std::string>& broken() const { return broken_; }
    /// What was told and is not in the store any more; a log that was rolled back on purpose (another room epoch) is
    /// left out.
    [[nodiscard]] std::vector<std::string> lost(const MemoryStore& store) const;

private:
    struct Place {
        core::RoomId room;
        core::MessageSeq seq;
        auto operator<=>(const Place&) const = default;
    };
    struct Entry {
        core::ClientId cid;
        core::RoomEpoch epoch;
    };

    void look_at(const core::wire::ServerMessage& message, const MemoryStore& store);
    void shown(core::RoomId room, core::MessageSeq seq, const core::ClientId& cid, const MemoryStore& store);

    std::map<Place, Entry> entries_;
    std::vector<std::string> broken_;
};

}  // namespace workspace::testing
