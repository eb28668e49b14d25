// Workspace's protocol for the neutral load generator `peerload` (an adapter that it compiles in with
// -DPEERLOAD_EXTRA_ADAPTER). Logs in as bench0, bench1 …, each on a computer of its own, joins the first room and
// reads what comes as cheaply as it can: the generator must not be what is measured.

#include <sodium.h>
#include <array>
#include <chrono>
#include <cstring>
#include <string>
#include <unordered_map>
#include <vector>

#include "adapter.hpp"

namespace {

constexpr std::string_view kPassword = "correct horse bench";
constexpr auto kBeatEvery = std::chrono::seconds{4};

std::string hex(const unsigned char* bytes, std::size_t size) {
    std::string text(size * 2 + 1, '\0');
    sodium_bin2hex(text.data(), text.size(), bytes, size);
    text.pop_back();
    return text;
}

template <std::size_t N>
std::array<unsigned char, N> derived(std::string_view what, unsigned index) {
    std::array<unsigned char, N> out{};
    const std::string text = std::string(what) + std::to_string(index);
    crypto_generichash(out.data(), out.size(), reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                       nullptr, 0);
    return out;
}

/// The text value of `key`; empty when it is not there.
std::string_view text_of(std::string_view line, std::string_view key) {
    const std::string mark = "\"" + std::string(key) + "\":\"";
    const auto at = line.find(mark);
    if (at == std::string_view::npos) {
        return {};
    }
    const auto begin = at + mark.size();
    return line.substr(begin, line.find('"', begin) - begin);
}

bool is(std::string_view line, std::string_view type) {
    constexpr std::string_view kStart = "{\"t\":\"";
    return line.starts_with(kStart) && line.substr(kStart.size()).starts_with(type) &&
           line[kStart.size() + type.size()] == '"';
}

class WorkspaceAdapter final : public Adapter {
public:
    explicit WorkspaceAdapter(const AdapterOptions& options) : durable_(options.durable) {
        if (sodium_init() < 0) {
            throw ProtocolError("libsodium does not start");
        }
    }
    bool echoes() const override { return true; }
    bool acks() const override { return durable_; }
    bool text_frames() const override { return true; }
    void opened(Conn&, Wire&) override {}  // the server speaks first
    std::size_t bytes(Conn&, std::string_view, Wire&, Sink&) override {
        throw ProtocolError("this protocol needs --transport ws");
    }

    void message(Conn& conn, std::string_view frame, Wire& wire, Sink& sink) override {
        while (!frame.empty()) {
            const auto end = std::min(frame.find('\n'), frame.size());
            line(conn, frame.substr(0, end), wire, sink);
            frame.remove_prefix(std::min(end + 1, frame.size()));
        }
        beat_when_due(conn, wire);
    }

    void publish(Conn& conn, std::string_view body, Wire& wire) override {
        std::array<unsigned char, 16> cid{};
        ++counter_;
        std::memcpy(cid.data(), &counter_, sizeof counter_);
        std::memcpy(cid.data() + 8, &salt_, sizeof salt_);
        out_ = R"({"t":"post","room":1,"cid":")" + hex(cid.data(), cid.size()) + R"(","body":")";
        out_ += body;
        out_ += "\"}";
        wire.send(conn, out_);
    }

    void fetch(Conn& conn, const PageRequest& page, Wire& wire) override {
        auto& state = states_[conn.index];
        state.page = page.size;
        const auto limit = std::to_string(std::min<std::uint32_t>(page.size, 200));
        const auto anchor =
            page.newest ? std::string(R"("before":9007199254740991)") : R"("after":)" + std::to_string(state.read_to);
        wire.send(conn, R"({"t":"page","req":1,"room":1,)" + anchor + R"(,"limit":)" + limit + "}");
    }

private:
    struct State {
        std::chrono::steady_clock::time_point next_beat;
        std::uint64_t read_to = 0;
        std::uint32_t page = 0;
    };

    void line(Conn& conn, std::string_view text, Wire& wire, Sink& sink) {
        if (is(text, "event")) {
            const auto body = text.find("@@");
            if (body != std::string_view::npos) {
                sink.delivered(conn, text.substr(body));
            }
        } else if (is(text, "posted")) {
            sink.acked(conn);
        } else if (is(text, "hello")) {
            log_in(conn, text_of(text, "challenge"), wire);
        } else if (is(text, "welcome")) {
            states_[conn.index].next_beat = std::chrono::steady_clock::now() + kBeatEvery;
            wire.send(conn, R"({"t":"sync","rooms":[1],"cursors":[]})");
        } else if (is(text, "synced")) {
            sink.joined(conn);
        } else if (is(text, "page_result")) {
            page(conn, text, sink);
        } else if (is(text, "refused") || is(text, "post_refused") || is(text, "error")) {
            throw ProtocolError("refused: " + std::string(text.substr(0, 200)));
        }
    }

    void log_in(Conn& conn, std::string_view challenge, Wire& wire) {
        const auto seed = derived<crypto_sign_SEEDBYTES>("workstation", conn.index);
        std::array<unsigned char, crypto_sign_PUBLICKEYBYTES> key{};
        std::array<unsigned char, crypto_sign_SECRETKEYBYTES> secret{};
        crypto_sign_seed_keypair(key.data(), secret.data(), seed.data());
        const auto hint = derived<32>("hint", conn.index);
        const auto os_boot = derived<16>("boot", conn.index);
        std::array<unsigned char, 32> raw{};
        sodium_hex2bin(raw.data(), raw.size(), challenge.data(), challenge.size(), nullptr, nullptr, nullptr);
        std::string claim = "workspace.v1 claim\n";
        const auto append = [&](const auto& bytes) {
            claim.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        };
        append(raw);
        append(hint);
        append(os_boot);
        std::array<unsigned char, crypto_sign_BYTES> signature{};
        crypto_sign_detached(signature.data(), nullptr, reinterpret_cast<const unsigned char*>(claim.data()),
                             claim.size(), secret.data());
        const auto number = std::to_string(conn.index);
        wire.send(conn, R"({"t":"login","name":"bench)" + number + R"(","password":")" + std::string(kPassword) +
                            R"(","presence":"count","workstation":{"key":")" + hex(key.data(), key.size()) +
                            R"(","hint":")" + hex(hint.data(), hint.size()) + R"(","os_boot":")" +
                            hex(os_boot.data(), os_boot.size()) + R"(","label":"bench-pc)" + number +
                            R"(","signature":")" + hex(signature.data(), signature.size()) + R"("}})");
    }

    void page(Conn& conn, std::string_view text, Sink& sink) {
        std::uint32_t items = 0;
        for (auto at = text.find("\"cid\""); at != std::string_view::npos; at = text.find("\"cid\"", at + 5)) {
            ++items;
            sink.history_item(conn);
        }
        auto& state = states_[conn.index];
        state.read_to += items;
        sink.page_done(conn, items < state.page);
    }

    void beat_when_due(Conn& conn, Wire& wire) {
        auto& state = states_[conn.index];
        const auto now = std::chrono::steady_clock::now();
        if (conn.joined && now >= state.next_beat) {
            state.next_beat = now + kBeatEvery;
            wire.send(conn, R"({"t":"beat"})");
        }
    }

    bool durable_;
    std::uint64_t counter_ = 0;
    std::uint64_t salt_ = static_cast<std::uint64_t>(std::chrono::system_clock::now().time_since_epoch().count());
    std::unordered_map<std::uint32_t, State> states_;
    std::string out_;
};

}  // namespace

std::unique_ptr<Adapter> make_extra(const AdapterOptions& options) {
    return std::make_unique<WorkspaceAdapter>(options);
}
