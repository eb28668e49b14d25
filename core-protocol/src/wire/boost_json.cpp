// Boost.JSON is used without its compiled library: this is the one translation
// unit that holds its definitions.
#include <boost/json/src.hpp>
