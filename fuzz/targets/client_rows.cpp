// What a client finds in its own folder: client.db with any values in any column, or with damaged bytes. It is opened,
// or refused in words; a client starts with what is in it, goes live, and keeps its invariants.

#include <stdexcept>

#include "host/temporary_folder.hpp"
#include "support/hostile_rows.hpp"
#include "support/target.hpp"
#include "workspace/host/client_store.hpp"
#include "workspace/testing/client_script.hpp"

namespace workspace::fuzz {
namespace {

constexpr const char* kServer = "ws://127.0.0.1:4000/ws";

HostileRows good_rows() {
    const testing::TemporaryFolder folder;
    {
        host::ClientStore store(folder.path(), kServer);
        store.save_session(testing::some_session());
        for (std::uint8_t number = 1; number <= 3; ++number) {
            const core::wire::Post post{core::RoomId{1}, testing::cid(number), std::nullopt, "hello"};
            store.save_outbox({post, {1'700'000'000'000}, core::AccountId{1}});
        }
        store.commit();
    }
    return HostileRows(folder.path() / "client.db");
}

void use(const std::filesystem::path& folder) {
    host::ClientStore store(folder, kServer);
    for (const std::string& warning : store.warnings()) {
        explain(warning);
    }
    const core::client::Restored restored = store.load();
    explain(std::to_string(restored.outbox.size()) + " posts, session: " + (restored.session ? "yes" : "no"));
    testing::ClientScript script(restored);
    require_none(script.broken());
    script.goes_live();
    script.pass(core::seconds{30});
    require_none(script.broken());
    store.save_session(testing::some_session());
    store.forget_outbox(testing::cid(1));
    store.commit();
}

}  // namespace
}  // namespace workspace::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace workspace;
    static const fuzz::HostileRows rows = fuzz::good_rows();
    fuzz::Choices choices({data, size});
    const testing::TemporaryFolder folder;
    rows.write(folder.path() / "client.db", choices);
    try {
        fuzz::use(folder.path());
    } catch (const std::runtime_error& error) {
        fuzz::explain(error.what());
        fuzz::require(!std::string_view(error.what()).empty(), "a refusal has words");
    }
    return 0;
}
