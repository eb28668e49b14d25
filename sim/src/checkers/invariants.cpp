#include "checkers/checkers.hpp"
#include "world/world.hpp"

namespace workspace::sim {

using namespace core;

namespace {

/// Claims that wait for the store, proofs under way and the like: no more than this for each connection.
constexpr std::size_t kRequestsPerConnection = 300;

class InvariantChecker : public Checker {
public:
    explicit InvariantChecker(const Ledger& ledger) : Checker("invariants", ledger) {}

    void stepped(const World& world) override {
        if (world.is_sampled()) {
            look(world);
        }
    }
    void settled(const World& world) override { look(world); }

private:
    void look(const World& world) {
        if (world.hub() != nullptr) {
            for (const std::string& sentence : world.hub()->check_invariants()) {
                named(world, "the server", sentence);
            }
            const auto figures = world.hub()->figures();
            if (figures.store_requests > kRequestsPerConnection * (figures.connections + 1)) {
                broken(world, "H2", "the hub waits for " + std::to_string(figures.store_requests) + " store answers");
            }
        }
        for (const auto& program : world.programs()) {
            if (program->runs()) {
                for (const std::string& sentence : program->client->check_invariants()) {
                    named(world, program->name, sentence);
                }
            }
        }
    }
    /// A brain's own sentence begins with its rule.
    void named(const World& world, const std::string& who, const std::string& sentence) {
        const std::size_t colon = sentence.find(':');
        broken(world, colon == std::string::npos ? "core" : sentence.substr(0, colon), who + ": " + sentence);
    }
};

}  // namespace

std::unique_ptr<Checker> make_invariant_checker(const Ledger& ledger) {
    return std::make_unique<InvariantChecker>(ledger);
}

}  // namespace workspace::sim
