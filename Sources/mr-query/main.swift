import Glibc
import JQ
import SystemIO

// Names of days and months, and the system's messages, in the user's language, as jq has them.
setlocale(LC_ALL, "")

// The process ends here, without freeing what the system takes back anyway.
GrowingStack.run { exit(Query().run()) }
