#include "play/newcomer.hpp"

#include <algorithm>

namespace workspace::sim {

using namespace core;

void let_a_newcomer_in(Stage& stage) {
    Program& program = stage.program(kNewcomer, kNewcomer);
    stage.command(program, client::SignIn{kNewcomer, SecretText{kNewcomer}});
    if (!stage.until([&] { return program.live(); }, seconds{20})) {
        stage.report({"S9", "somebody who was never there is not let in when all is well", "newcomer", {}});
        return;
    }
    (void)stage.until([&] { return !program.rooms.empty(); }, seconds{5});  // there may be none
    const auto open =
        std::find_if(program.rooms.begin(), program.rooms.end(), [](const wire::Room& room) { return !room.archived; });
    if (open == program.rooms.end()) {
        return;
    }
    stage.command(program, client::Say{open->id, "hello", std::nullopt});
    if (!stage.until([&] { return program.outbox.empty(); }, seconds{20})) {
        stage.report({"M7", "what a newcomer says is not stored when all is well", "newcomer", {}});
    }
}

}  // namespace workspace::sim
