#include "metrics/server_metrics.hpp"

#include "app/hub_driver.hpp"
#include "auth/passwords.hpp"
#include "metrics/exposition.hpp"
#include "metrics/process_figures.hpp"
#include "store/store.hpp"

namespace workspace::server {

namespace {

double real(auto count) {
    return static_cast<double>(count);
}

void add_connections(Exposition& out, const HubDriver& driver) {
    const auto figures = driver.hub().figures();
    out.gauge("workspace_connections", "WebSocket connections.", real(figures.connections));
    out.gauge("workspace_connections_live", "Of these, logged in.", real(figures.live));
    out.gauge("workspace_connections_unauthenticated", "The others: not logged in yet, or closing.",
              real(figures.connections - figures.live));
    out.gauge("workspace_leases", "Accounts that count as connected, bots too.", real(figures.leases));
    out.gauge("workspace_people_connected", "People that count as connected.", real(driver.hub().presence().now.count));
    const auto queued = driver.queued();
    out.gauge("workspace_outbox_bytes", "Bytes that wait for slow readers, all together.", real(queued.bytes));
    out.gauge("workspace_outbox_bytes_most", "Bytes that wait for the slowest of them.", real(queued.most));
    Exposition::Labelled refused;
    for (const auto& [refusal, count] : figures.refused) {
        refused.emplace_back(name_of(refusal), real(count));
    }
    out.counters("workspace_refused_total", "Requests and logins over WebSocket that were refused.", "reason", refused);
}

void add_traffic(Exposition& out, const HubDriver::Traffic& traffic) {
    out.counter("workspace_frames_received_total", "WebSocket messages from clients.", real(traffic.frames_in));
    out.counter("workspace_received_bytes_total", "Their bytes.", real(traffic.bytes_in));
    out.counter("workspace_frames_queued_total", "WebSocket messages to clients.", real(traffic.frames_out));
    out.counter("workspace_queued_bytes_total", "Their bytes.", real(traffic.bytes_out));
    out.counter("workspace_slow_readers_total", "How often a queue was dropped and its client told to fetch.",
                real(traffic.sheds));
}

void add_store(Exposition& out, const HubDriver& driver, const Store& store) {
    const auto figures = store.figures();
    out.gauge("workspace_store_requests", "Requests of the hub that the database has not answered.",
              real(driver.hub().figures().store_requests));
    out.gauge("workspace_store_waiting", "Writes that wait for the batch after this one.", real(figures.waiting));
    out.gauge("workspace_store_reads_waiting", "Pages that wait to be read.", real(figures.reads_waiting));
    out.histogram("workspace_store_commit_seconds", "How long a batch took, its sync included.",
                  figures.commit_seconds);
    out.histogram("workspace_store_batch_operations", "Operations in a batch.", figures.batch_operations);
    out.counter("workspace_store_failed_batches_total", "Batches that the database refused.",
                real(figures.failed_batches));
}

void add_passwords(Exposition& out, const PasswordPool& passwords) {
    const auto figures = passwords.figures();
    out.gauge("workspace_password_checks_waiting", "Password checks that wait.", real(figures.waiting));
    out.gauge("workspace_password_checks_under_way", "Password checks that are being made.", real(figures.under_way));
    out.counter("workspace_password_checks_total", "Password checks that were made.", real(figures.made));
    out.counter("workspace_password_checks_refused_total", "Password checks for which there was no room.",
                real(figures.refused));
}

void add_http(Exposition& out, const std::map<int, std::uint64_t>& answers) {
    Exposition::Labelled by_status;
    for (const auto& [status, count] : answers) {
        by_status.emplace_back(std::to_string(status), real(count));
    }
    out.counters("workspace_http_answers_total", "Answers to REST requests.", "status", by_status);
}

void add_limits(Exposition& out, const core::Limits& limits, const PasswordPool& passwords) {
    out.gauges("workspace_limit", "What bounds the figure of that name.", "figure",
               {{"workspace_connections", real(limits.connections)},
                {"workspace_connections_unauthenticated", real(limits.unauthenticated_connections)},
                {"workspace_outbox_bytes_most", real(limits.queue_bytes)},
                {"workspace_store_requests", real(limits.pending_store_requests)},
                {"workspace_password_checks_waiting", real(passwords.figures().waiting_max)}});
}

void add_process(Exposition& out) {
    const auto figures = process_figures();
    out.gauge("process_resident_memory_bytes", "Resident memory.", real(figures.resident_bytes));
    out.gauge("process_open_fds", "Open file descriptors.", real(figures.open_files));
    out.gauge("process_max_fds", "How many there may be.", real(figures.open_files_max));
}

}  // namespace

std::string metrics_text(const HubDriver& driver, const Store& store, const PasswordPool& passwords,
                         const std::map<int, std::uint64_t>& http_answers) {
    Exposition out;
    out.gauges("workspace_build_info", "Always 1.", "version", {{WORKSPACE_VERSION, 1}});
    add_connections(out, driver);
    add_traffic(out, driver.traffic());
    add_store(out, driver, store);
    add_passwords(out, passwords);
    add_http(out, http_answers);
    add_limits(out, driver.limits(), passwords);
    add_process(out);
    return out.text();
}

}  // namespace workspace::server
