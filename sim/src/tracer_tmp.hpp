#pragma once
#include <cstdio>
#include "workspace/core/wire/codec.hpp"
#include "world/world.hpp"
namespace workspace::sim {
class Tracer : public Observer {
    static void line(const World& w, const std::string& s) {
        std::printf("%9.3f %s\n", static_cast<double>(w.elapsed().count()) / 1e6, s.substr(0, 260).c_str());
    }
    void server_said(const World& w, const std::vector<core::ConnectionId>& to,
                     const core::wire::ServerMessage& m) override {
        auto t = core::wire::encode(m);
        if (t.find("beat") != std::string::npos)
            return;
        const Program* p = w.program_of(to.front());
        line(w, "  hub -> " + (p ? p->name : "?") + "#" + std::to_string(to.front().value) + " (" +
                    std::to_string(to.size()) + ") " + t);
    }
    void server_closed(const World& w, core::ConnectionId c, core::CloseCode) override {
        line(w, "  hub closes #" + std::to_string(c.value));
    }
    void frame_arrived(const World& w, const Program& p, core::ConnectionId c, std::string_view t) override {
        if (t.find("beat") != std::string_view::npos)
            return;
        line(w, "  " + p.name + "#" + std::to_string(c.value) + " -> hub " + std::string(t));
    }
    void client_said(const World& w, const Program& p, std::string_view t) override {
        if (t.find("beat") != std::string_view::npos)
            return;
        line(w, p.name + " says " + std::string(t));
    }
    void told(const World& w, const Program& p, const core::client::Event& e) override {
        if (auto* x = std::get_if<core::client::PostChanged>(&e))
            line(w, p.name + " post " + x->cid.hex().substr(20) + " state " +
                        std::to_string(static_cast<int>(x->state)) + " " + std::string(core::wire::text_of(x->post)));
        if (auto* x = std::get_if<core::client::PhaseChanged>(&e))
            line(w, p.name + " phase " + std::to_string(static_cast<int>(x->phase)) + " " + x->reason);
    }
    void wished(const World& w, const Program& p, const core::client::Command& c) override {
        line(w, "** " + p.name + " wish " + std::to_string(c.index()));
    }
    void program_started(const World& w, const Program& p) override { line(w, "** " + p.name + " starts"); }
    void program_gone(const World& w, const Program& p) override { line(w, "** " + p.name + " gone"); }
    void fault(const World& w, std::string_view s) override { line(w, "!! " + std::string(s)); }
    void server_started(const World& w, const core::StoredWorld&) override { line(w, "server starts"); }
    void carried_out(const World& w, const core::StoreOperation& o, const core::StoreResult& r, bool) override {
        line(w, "     store op " + std::to_string(o.index()) + " -> " + std::to_string(r.index()));
    }
};
}  // namespace workspace::sim
