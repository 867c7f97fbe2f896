import { storeContract } from "./contract.test-suite.js";
import { memoryStore } from "./index.js";

storeContract("memoryStore", async () => memoryStore());
