#include "app/administer_workstations.hpp"

#include <iomanip>
#include <iostream>

#include "app/administration.hpp"
#include "store/workstation_rows.hpp"

namespace workspace::server {

void list_workstations(const DataFolder& folder) {
    in_database(folder, [](Database& database) {
        for (const auto& workstation : all_workstations(database)) {
            std::cout << std::right << std::setw(6) << workstation.id << "  " << workstation.label << ", last seen "
                      << local_time(workstation.last_seen);
            if (workstation.same_hint != workstation.id) {
                std::cout << ", the hardware of " << workstation.same_hint;
            }
            std::cout << (workstation.separate ? "  (separate)" : "") << "\n";
        }
    });
}

void separate_workstation(const DataFolder& folder, std::int64_t id, bool separate) {
    in_database(folder, [&](Database& database) {
        if (!set_separate(database, id, separate)) {
            throw Failure(ExitCode::refused, "there is no workstation " + std::to_string(id) +
                                                 "; `workspace-server workstation list` shows them.");
        }
        note_operator(database, separate ? "workstation_separated" : "workstation_joined", "", std::to_string(id));
    });
    std::cout << "the workstation " << id
              << (separate ? " is a computer of its own now\n" : " goes by its hardware again\n");
}

}  // namespace workspace::server
