#include "app/administer_person.hpp"

#include <iostream>

#include "app/administer_access.hpp"
#include "app/administration.hpp"
#include "store/personal_data.hpp"

namespace workspace::server {

void export_user(const DataFolder& folder, const std::string& login) {
    const auto print = [](const std::string& line) { std::cout << line << "\n"; };
    with_store_words(folder, [&] {
        Database database(folder.database(), Database::Mode::read_only);
        const Snapshot snapshot(database);  // of one moment, and in nobody's way
        export_person(database, account_named(database, login), print);
    });
}

void erase_user(DataFolder& folder, const std::string& login) {
    end_account(folder, login, true);  // nothing of it is connected or gets in from here on
    in_database(folder, [&](Database& database) {
        const auto account = account_named(database, login);
        erase_person(database, account.id);
        note_operator(database, "erased", account.login, std::to_string(account.id.value));
    });
    std::cout << "erased " << login << "; what it wrote stays, under \"Deleted person\"\n";
}

}  // namespace workspace::server
