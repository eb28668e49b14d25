#pragma once

#include <compare>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include <glibmm/object.h>
#include <sigc++/signal.h>

#include "workspace/core/client/events.hpp"

namespace workspace::desktop {

/// What a row of the timeline is, across changes: rows that keep their key keep their object, and so their widget.
struct RowKey {
    enum class Kind : std::uint8_t {
        beginning,  ///< the log begins here
        hole,       ///< seqs that are not held (H1); `number` is the first of them
        day,        ///< a separator; `number` is the day
        unread,     ///< what follows is new since the room was last read
        message,    ///< `author` and `cid`, whether it is stored already or still on its way
    };
    Kind kind{};
    std::int64_t number = 0;
    core::AccountId author{};
    core::ClientId cid{};
    auto operator<=>(const RowKey&) const = default;
};

/// How far a message of one's own has come.
enum class Echo : std::uint8_t {
    none,     ///< somebody else's
    waiting,  ///< kept on disk until the link is back
    sending,
    sent,
    failed,
};

/// All that a row shows; a value.
struct Row {
    RowKey key;
    std::shared_ptr<const core::wire::Event> event;  ///< of a message
    bool own = false;
    bool starts_group = true;  ///< shows author and time; what follows at once by the same author does not
    Echo echo = Echo::none;
    std::optional<core::Refusal> why;  ///< of a failed one
    core::Interval missing;            ///< of a hole
    bool loading = false;              ///< a hole that is being filled
    std::string label;                 ///< of a day
    bool operator==(const Row&) const = default;
};

/// The row as a full sentence, for those who listen.
[[nodiscard]] std::string sentence_of(const Row& row);

/// A row as an item of a Gio::ListModel.
class RowItem : public Glib::Object {
public:
    static Glib::RefPtr<RowItem> create(Row row);

    [[nodiscard]] const Row& row() const { return row_; }
    /// Emits `changed` if it is different.
    void update(Row row);
    sigc::signal<void()>& signal_changed() { return changed_; }

private:
    explicit RowItem(Row row);
    Row row_;
    sigc::signal<void()> changed_;
};

}  // namespace workspace::desktop
