#include "workspace/desktop/model/row.hpp"

#include <glibmm/ustring.h>
#include <utility>

#include "workspace/desktop/model/dates.hpp"
#include "workspace/desktop/model/translate.hpp"
#include "workspace/desktop/model/words.hpp"

namespace workspace::desktop {
namespace {

using Glib::ustring;

std::string sentence_of_own(const Row& row, const std::string& at) {
    const std::string& body = row.event->body;
    switch (row.echo) {
        case Echo::waiting: return ustring::compose(tr("You, waiting to be sent: %1"), body);
        case Echo::sending: return ustring::compose(tr("You, sending: %1"), body);
        case Echo::failed: return ustring::compose(tr("You, not sent: %1. %2"), body, words_of_failed_post(row.why));
        default: return ustring::compose(tr("You, %1: %2"), at, body);
    }
}

}  // namespace

std::string sentence_of(const Row& row) {
    switch (row.key.kind) {
        case RowKey::Kind::beginning: return tr("This is where the conversation begins.");
        case RowKey::Kind::hole:
            return row.loading ? std::string(tr("Loading earlier messages…"))
                               : std::string(ustring::compose(trn("%1 message is not loaded.",
                                                                  "%1 messages are not loaded.", row.missing.size()),
                                                              row.missing.size()));
        case RowKey::Kind::day: return row.label;
        case RowKey::Kind::unread: return tr("New messages");
        case RowKey::Kind::message: break;
    }
    const std::string at = full_label(row.event->at);
    return row.own ? sentence_of_own(row, at)
                   : std::string(ustring::compose(tr("%1, %2: %3"), row.event->author_name, at, row.event->body));
}

RowItem::RowItem(Row row) : row_(std::move(row)) {}

Glib::RefPtr<RowItem> RowItem::create(Row row) {
    return Glib::make_refptr_for_instance<RowItem>(new RowItem(std::move(row)));
}

void RowItem::update(Row row) {
    if (row != row_) {
        row_ = std::move(row);
        changed_.emit();
    }
}

}  // namespace workspace::desktop
