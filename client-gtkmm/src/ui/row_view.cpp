#include "row_view.hpp"

#include "accessible.hpp"
#include "adw.hpp"
#include "workspace/desktop/model/dates.hpp"
#include "workspace/desktop/model/markup.hpp"
#include "workspace/desktop/model/translate.hpp"
#include "workspace/desktop/model/words.hpp"

namespace workspace::desktop {
namespace {

constexpr int kAvatarSize = 36;
constexpr int kBubbleCharsMax = 62;  // the length of line that reads well

void set_class(Gtk::Widget& widget, const char* name, bool on) {
    if (on) {
        widget.add_css_class(name);
    } else {
        widget.remove_css_class(name);
    }
}

struct EchoLook {
    const char* icon;
    const char* words;
};

EchoLook look_of(Echo echo) {
    switch (echo) {
        case Echo::waiting: return {"document-open-recent-symbolic", tr("Waits for the connection")};
        case Echo::sending: return {"content-loading-symbolic", tr("Sending…")};
        case Echo::failed: return {"dialog-warning-symbolic", tr("Not sent")};
        case Echo::sent:
        case Echo::none: break;
    }
    return {"object-select-symbolic", tr("Sent")};
}

}  // namespace

// ---- a message -----------------------------------------------------------------------------------------------------

MessageView::MessageView(const RowActions& actions)
    : Gtk::Box(Gtk::Orientation::HORIZONTAL, 9), actions_(actions), avatar_(adw::new_avatar(kAvatarSize)) {
    add_css_class("message");
    gutter_.set_size_request(kAvatarSize, -1);
    gutter_.append(*Gtk::manage(avatar_));
    author_.add_css_class("author");
    author_.set_ellipsize(Pango::EllipsizeMode::END);
    at_.add_css_class("at");
    at_.add_css_class("dim-label");
    head_.append(author_);
    head_.append(at_);
    body_.add_css_class("bubble");
    body_.set_wrap(true);
    body_.set_wrap_mode(Pango::WrapMode::WORD_CHAR);
    body_.set_max_width_chars(kBubbleCharsMax);
    body_.set_xalign(0.0F);
    body_.set_selectable(true);
    body_.set_focusable(false);  // or the list would scroll to whatever is clicked
    echo_.add_css_class("echo");
    echo_.set_valign(Gtk::Align::END);
    line_.append(echo_);
    line_.append(body_);
    why_.add_css_class("why");
    why_.set_wrap(true);
    why_.set_max_width_chars(kBubbleCharsMax);
    why_.set_xalign(1.0F);
    retry_.set_label(tr("Try Again"));
    discard_.set_label(tr("Discard"));
    buttons_.add_css_class("failed-actions");
    buttons_.set_halign(Gtk::Align::END);
    buttons_.append(discard_);
    buttons_.append(retry_);
    failure_.set_margin_bottom(6);
    failure_.append(why_);
    failure_.append(buttons_);
    column_.set_hexpand(true);
    column_.append(head_);
    column_.append(line_);
    column_.append(failure_);
    append(gutter_);
    append(column_);
    retry_.signal_clicked().connect([this] { actions_.retry(cid_); });
    discard_.signal_clicked().connect([this] { actions_.discard(cid_); });
}

void MessageView::show(const Row& row) {
    cid_ = row.key.cid;
    const auto& event = *row.event;
    set_class(*this, "own", row.own);
    set_class(*this, "starts-group", row.starts_group);
    const auto side = row.own ? Gtk::Align::END : Gtk::Align::START;
    column_.set_halign(side);
    head_.set_halign(side);
    line_.set_halign(side);
    gutter_.set_visible(!row.own);
    avatar_->set_visible(row.starts_group);
    head_.set_visible(row.starts_group);
    author_.set_visible(!row.own);
    author_.set_text(event.author_name);
    adw::set_avatar(*avatar_, event.author_name);
    at_.set_text(clock_label(event.at));
    body_.set_markup(markup_of(event.body));
    body_.set_tooltip_text(full_label(event.at));
    show_echo(row);
    show_failure(row);
}

void MessageView::show_echo(const Row& row) {
    echo_.set_visible(row.own);
    if (row.own) {
        const EchoLook look = look_of(row.echo);
        echo_.set_from_icon_name(look.icon);
        echo_.set_tooltip_text(look.words);
        set_accessible_label(echo_, look.words);
    }
    set_class(echo_, "failed", row.echo == Echo::failed);
    set_class(*this, "failed", row.echo == Echo::failed);
    set_class(*this, "not-sent-yet", row.echo == Echo::sending || row.echo == Echo::waiting);
}

void MessageView::show_failure(const Row& row) {
    failure_.set_visible(row.echo == Echo::failed);
    if (row.echo == Echo::failed) {
        why_.set_text(words_of_failed_post(row.why));
    }
}

// ---- a hole --------------------------------------------------------------------------------------------------------

HoleView::HoleView(const RowActions& actions) : Gtk::Box(Gtk::Orientation::HORIZONTAL, 12), actions_(actions) {
    add_css_class("hole-row");
    set_halign(Gtk::Align::CENTER);
    load_.set_label(tr("Load"));
    load_.add_css_class("flat");
    append(spinner_);
    append(text_);
    append(load_);
    load_.signal_clicked().connect([this] { actions_.fill(missing_); });
}

void HoleView::show(const Row& row) {
    missing_ = row.missing;
    text_.set_text(sentence_of(row));
    spinner_.set_visible(row.loading);
    if (row.loading) {
        spinner_.start();
    } else {
        spinner_.stop();
    }
    load_.set_opacity(row.loading ? 0.0 : 1.0);  // keeps its place, so that nothing moves
    load_.set_sensitive(!row.loading);
}

// ---- any row -------------------------------------------------------------------------------------------------------

RowView::RowView(const RowActions& actions) : Gtk::Box(Gtk::Orientation::VERTICAL), actions_(actions) {
    separator_.add_css_class("separator-row");
    separator_.set_halign(Gtk::Align::CENTER);
    separator_.append(separator_text_);
    append(separator_);
}

void RowView::bind(const Glib::RefPtr<RowItem>& item) {
    item_ = item;
    changed_ = item->signal_changed().connect([this] { show(); });
    show();
}

void RowView::unbind() {
    changed_.disconnect();
    item_.reset();
}

void RowView::show() {
    const Row& row = item_->row();
    const bool is_message = row.key.kind == RowKey::Kind::message;
    const bool is_hole = row.key.kind == RowKey::Kind::hole;
    if (is_message && !message_) {
        message_ = std::make_unique<MessageView>(actions_);
        append(*message_);
    }
    if (is_hole && !hole_) {
        hole_ = std::make_unique<HoleView>(actions_);
        append(*hole_);
    }
    separator_.set_visible(!is_message && !is_hole);
    if (message_) {
        message_->set_visible(is_message);
    }
    if (hole_) {
        hole_->set_visible(is_hole);
    }
    if (is_message) {
        message_->show(row);
    } else if (is_hole) {
        hole_->show(row);
    } else {
        show_separator(row);
    }
    if (auto* parent = get_parent()) {
        set_accessible_label(*parent, sentence_of(row));  // the list's row: what is read out
    }
}

void RowView::show_separator(const Row& row) {
    separator_text_.set_text(sentence_of(row));
    set_class(separator_, "unread", row.key.kind == RowKey::Kind::unread);
    set_class(separator_, "beginning", row.key.kind == RowKey::Kind::beginning);
}

}  // namespace workspace::desktop
