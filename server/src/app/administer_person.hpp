#pragma once

#include <string>

#include "app/data_folder.hpp"

/// The subcommands for what the law lets people ask for. Each throws Failure.
namespace workspace::server {

/// Prints all that the server holds about a person, one JSON object a line.
void export_user(const DataFolder& folder, const std::string& login);
/// Ends what the account holds, then forgets who it was; what it wrote stays.
void erase_user(DataFolder& folder, const std::string& login);

}  // namespace workspace::server
