#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "workspace/desktop/model/row_list.hpp"
#include "workspace/desktop/model/timeline_rows.hpp"

namespace workspace::desktop {

/// A window of at most kRowsMax rows over one room's log. (Why a window: docs/desktop.md, "Long histories".)
///
///     log:      |----------------------------------------------| pending
///     window:                       [begin ........... end)        somewhere in the past
///     window:                                 [begin .........     at the newest: follows what comes
///
/// While it is at the newest and the person is at its bottom (`follow`), what comes is appended and the top is trimmed;
/// else what does not fit is left out at the bottom, and at_newest() turns false.
class TimelineModel {
public:
    static constexpr std::size_t kRowsMax = 180;
    static constexpr std::size_t kPage = 40;  ///< messages by which the window moves

    /// Shows a room from its newest message on; nullptr: nothing. `log` must outlive it or be replaced.
    void show(const RoomLog* log, core::AccountId me, std::optional<core::MessageSeq> unread_after);
    /// The log has changed.
    void refresh();
    /// Whether the person is at the bottom.
    void follow(bool at_bottom);
    /// Moves the window up over what is held. False when nothing older is held there: then hole_above() says what is missing.
    bool extend_older();
    bool extend_newer();
    void jump_to_newest();
    void set_loading(bool loading);
    /// Whether nothing newer is left out.
    [[nodiscard]] bool at_newest() const { return !end_; }
    /// What is missing just above the window, if anything.
    [[nodiscard]] std::optional<core::Interval> hole_above() const;
    [[nodiscard]] Glib::RefPtr<Gio::ListStore<RowItem>> rows() const { return list_.store(); }
    [[nodiscard]] const std::vector<Glib::RefPtr<RowItem>>& items() const { return list_.items(); }

private:
    enum class Side : std::uint8_t { top, bottom };

    [[nodiscard]] RowSpan span() const;
    void set_span(std::size_t begin, std::size_t end);
    void trim(std::size_t count);
    void lay_out_again();

    const RoomLog* log_ = nullptr;
    RowContext context_;
    core::MessageSeq begin_;               ///< first event shown
    std::optional<core::MessageSeq> end_;  ///< first event not shown any more; none at the newest
    bool following_ = true;
    Side trim_at_ = Side::top;
    RowList list_;
};

}  // namespace workspace::desktop
