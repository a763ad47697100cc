// MeshRetryCore
