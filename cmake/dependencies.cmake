# What the parts that are built need from Debian; found once, used by name.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
if(WORKSPACE_SERVER OR WORKSPACE_CLI OR WORKSPACE_DESKTOP)
  find_package(spdlog REQUIRED)
  pkg_check_modules(SODIUM REQUIRED IMPORTED_TARGET GLOBAL libsodium)
  pkg_check_modules(SQLITE REQUIRED IMPORTED_TARGET GLOBAL sqlite3)
  find_package(CLI11 REQUIRED)
endif()
