#include "status_rows.hpp"

#include "fences.hpp"
#include "store_engine.hpp"

namespace workspace::server {

using namespace core;

// As the numbers of wire::Availability are stored, they never change.
static_assert(static_cast<int>(wire::Availability::available) == 0 && static_cast<int>(wire::Availability::away) == 1 &&
              static_cast<int>(wire::Availability::busy) == 2);

std::vector<wire::Status> all_statuses(Database& database) {
    std::vector<wire::Status> statuses;
    auto query = database.query(
        "SELECT id, availability, status_text, status_until FROM accounts"
        " WHERE availability <> 0 OR status_text <> '' ORDER BY id");
    while (query.step()) {
        statuses.push_back({.account = {query.number(0)},
                            .availability = static_cast<wire::Availability>(query.number(1)),
                            .text = query.text(2),
                            .until = query.is_null(3) ? std::nullopt : std::optional(WallTime{query.number(3)})});
    }
    return statuses;
}

StoreResult StoreEngine::run(const SetStatus& set) {
    const wire::Status& status = set.status;
    if (!fenced_name(database_, set.fence, status.account)) {
        return StatusResult{Refusal::not_live};
    }
    auto update =
        database_.query("UPDATE accounts SET availability = ?, status_text = ?, status_until = ? WHERE id = ?");
    update.bind(static_cast<std::int64_t>(status.availability)).bind(status.text);
    status.until ? update.bind(status.until->ms) : update.bind_null();
    update.bind(status.account.value).run();
    return StatusResult{StatusSaved{}};
}

}  // namespace workspace::server
