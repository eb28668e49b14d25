#include "parting.hpp"

#include <string>
#include <utility>
#include "workspace/core/base/zoo.hpp"

namespace workspace::core::hub {

namespace {

DeadlineKey silence_of(const Connection& connection) {
    return {DeadlineKind::silence, connection.id.value};
}

}  // namespace

void Parting::bind(Connection& connection, const Granted& granted) {
    connection.binding = Binding{granted.account.id, granted.epoch, granted.session};
    connection.heard = context_.served();
    connections_.enter(connection, Phase::granted);
    if (!zoo::has(zoo::Bug::silence_is_not_noticed)) {
        context_.deadlines.set(silence_of(connection), context_.served() + context_.config.limits.silence);
    }
}

void Parting::unbind(Connection& connection) {
    probes_.forget(connection.id);
    if (!connection.binding) {
        return;
    }
    probes_.lost(connection);
    presence_.unsubscribe(connection);
    rooms_.unsubscribe_all(connection);
    context_.deadlines.clear(silence_of(connection));
    connection.binding.reset();
}

void Parting::lose(Connection& connection, LeaseCause cause) {
    const std::optional<Binding> binding = connection.binding;
    unbind(connection);
    if (binding) {
        keeper_.lost(binding->account, binding->epoch, cause);
    }
}

void Parting::disconnected(Connection& connection) {
    lose(connection, LeaseCause::connection_closed);
    connections_.erase(connection.id);
}

void Parting::close(Connection& connection, CloseCode code, LeaseCause cause) {
    connections_.say(connection, wire::Closing{code, std::string{words_of(code)}, {}, {}});
    lose(connection, cause);
    connections_.close(connection, code);
}

void Parting::close_displaced(Connection& connection, CloseCode code, std::optional<wire::Holder> by) {
    if (zoo::has(zoo::Bug::displaced_connection_stays)) {
        return;
    }
    connections_.say(connection, wire::Closing{code, std::string{words_of(code)}, std::move(by), {}});
    unbind(connection);
    connections_.close(connection, code);
}

void Parting::send_away(Connection& connection, Duration spread) {
    const auto millis = std::chrono::duration_cast<milliseconds>(spread).count();
    const auto retry = static_cast<std::int64_t>(context_.entropy.jitter(static_cast<std::uint64_t>(millis) + 1));
    connections_.say(connection,
                     wire::Closing{CloseCode::going_away, std::string{words_of(CloseCode::going_away)}, {}, retry});
    lose(connection, LeaseCause::connection_closed);
    connections_.close(connection, CloseCode::going_away);
}

}  // namespace workspace::core::hub
