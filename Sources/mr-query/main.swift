import Glibc
import JQ

// The process ends here, without freeing what the system takes back anyway.
LargeStack.run { exit(Query().run()) }
