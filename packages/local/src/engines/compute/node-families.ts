/** Name, cores, memory in GiB, local disks, GB of each of them, GPUs. */
export type NodeSize = readonly [
  name: string,
  cores: number,
  gibibytes: number,
  disks?: number,
  diskSize?: number,
  gpus?: number,
];

/** Machines that differ only in size. */
export interface NodeFamily {
  readonly name: string;
  readonly category: string;
  readonly sizes: readonly NodeSize[];
  /** Its local disks are not flash. */
  readonly magnetic?: boolean;
}

type Disks = Readonly<Record<string, readonly [count: number, gigabytes: number]>>;

const GENERAL = "General Purpose";
const MEMORY = "Memory Optimized";
const STORAGE = "Storage Optimized";
const COMPUTE = "Compute Optimized";
const GPU = "GPU Accelerated";

const CORES: Readonly<Record<string, number>> = {
  large: 2,
  xlarge: 4,
  "2xlarge": 8,
  "4xlarge": 16,
  "8xlarge": 32,
  "9xlarge": 36,
  "12xlarge": 48,
  "16xlarge": 64,
  "18xlarge": 72,
  "24xlarge": 96,
  "32xlarge": 128,
};

const UP_TO_16X = ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge"];
const UP_TO_24X = [...UP_TO_16X, "24xlarge"];
const UP_TO_32X = [...UP_TO_24X, "32xlarge"];

/** Local disks of the fifth generation. */
const DISKS_5: Disks = {
  large: [1, 75],
  xlarge: [1, 150],
  "2xlarge": [1, 300],
  "4xlarge": [2, 300],
  "8xlarge": [2, 600],
  "12xlarge": [2, 900],
  "16xlarge": [4, 600],
  "24xlarge": [4, 900],
};
const DISKS_C5: Disks = {
  xlarge: [1, 100],
  "2xlarge": [1, 200],
  "4xlarge": [1, 400],
  "9xlarge": [1, 900],
  "12xlarge": [2, 900],
  "18xlarge": [2, 900],
  "24xlarge": [4, 900],
};
/** Local disks since the sixth generation. */
const DISKS_6: Disks = {
  large: [1, 118],
  xlarge: [1, 237],
  "2xlarge": [1, 474],
  "4xlarge": [1, 950],
  "8xlarge": [1, 1900],
  "12xlarge": [2, 1425],
  "16xlarge": [2, 1900],
  "24xlarge": [4, 1425],
  "32xlarge": [4, 1900],
};

/** The machines that are offered today. */
export const NODE_FAMILIES: readonly NodeFamily[] = [
  family("m5", GENERAL, 4, UP_TO_24X),
  family("m5d", GENERAL, 4, UP_TO_24X, DISKS_5),
  family("m5a", GENERAL, 4, UP_TO_24X),
  family("m6i", GENERAL, 4, UP_TO_32X),
  family("m6id", GENERAL, 4, UP_TO_32X, DISKS_6),
  family("m6g", GENERAL, 4, UP_TO_16X),
  family("m6gd", GENERAL, 4, UP_TO_16X, DISKS_6),
  family("m7g", GENERAL, 4, UP_TO_16X),
  family("m7gd", GENERAL, 4, UP_TO_16X, DISKS_6),
  family("m-fleet", GENERAL, 4, ["xlarge", "2xlarge", "4xlarge", "8xlarge"]),
  family("md-fleet", GENERAL, 4, ["xlarge", "2xlarge", "4xlarge", "8xlarge"], DISKS_5),
  family("r5", MEMORY, 8, UP_TO_24X),
  family("r5d", MEMORY, 8, UP_TO_24X, DISKS_5),
  family("r6i", MEMORY, 8, UP_TO_32X),
  family("r6id", MEMORY, 8, UP_TO_32X, DISKS_6),
  family("r6g", MEMORY, 8, UP_TO_16X),
  family("r6gd", MEMORY, 8, UP_TO_16X, DISKS_6),
  family("r7gd", MEMORY, 8, UP_TO_16X, DISKS_6),
  family("r-fleet", MEMORY, 8, ["xlarge", "2xlarge", "4xlarge", "8xlarge"]),
  family("rd-fleet", MEMORY, 8, ["xlarge", "2xlarge", "4xlarge", "8xlarge"], DISKS_5),
  family("i3", STORAGE, 7.625, ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "16xlarge"], {
    large: [1, 475],
    xlarge: [1, 950],
    "2xlarge": [1, 1900],
    "4xlarge": [2, 1900],
    "8xlarge": [4, 1900],
    "16xlarge": [8, 1900],
  }),
  family("i3en", STORAGE, 8, ["large", "xlarge", "2xlarge", "12xlarge", "24xlarge"], {
    large: [1, 1250],
    xlarge: [1, 2500],
    "2xlarge": [2, 2500],
    "12xlarge": [4, 7500],
    "24xlarge": [8, 7500],
  }),
  family("i4i", STORAGE, 8, ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "16xlarge"], {
    large: [1, 468],
    xlarge: [1, 937],
    "2xlarge": [1, 1875],
    "4xlarge": [1, 3750],
    "8xlarge": [2, 3750],
    "16xlarge": [4, 3750],
  }),
  family("im4gn", STORAGE, 4, ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "16xlarge"], {
    large: [1, 937],
    xlarge: [1, 1875],
    "2xlarge": [1, 3750],
    "4xlarge": [1, 7500],
    "8xlarge": [2, 7500],
    "16xlarge": [4, 7500],
  }),
  {
    ...family("d3", STORAGE, 8, ["xlarge", "2xlarge", "4xlarge", "8xlarge"], {
      xlarge: [3, 1980],
      "2xlarge": [6, 1980],
      "4xlarge": [12, 1980],
      "8xlarge": [24, 1980],
    }),
    magnetic: true,
  },
  family("c5", COMPUTE, 2, Object.keys(DISKS_C5)),
  family("c5d", COMPUTE, 2, Object.keys(DISKS_C5), DISKS_C5),
  family("c6i", COMPUTE, 2, UP_TO_32X.slice(1)),
  family("c6id", COMPUTE, 2, UP_TO_32X.slice(1), DISKS_6),
  family("c6gd", COMPUTE, 2, UP_TO_16X.slice(1), DISKS_6),
  family("c7gd", COMPUTE, 2, UP_TO_16X.slice(1), DISKS_6),
  {
    name: "g4dn",
    category: GPU,
    sizes: [
      ["xlarge", 4, 16, 1, 125, 1],
      ["2xlarge", 8, 32, 1, 225, 1],
      ["4xlarge", 16, 64, 1, 225, 1],
      ["8xlarge", 32, 128, 1, 900, 1],
      ["12xlarge", 48, 192, 1, 900, 4],
      ["16xlarge", 64, 256, 1, 900, 1],
    ],
  },
  {
    name: "g5",
    category: GPU,
    sizes: [
      ["xlarge", 4, 16, 1, 250, 1],
      ["2xlarge", 8, 32, 1, 450, 1],
      ["4xlarge", 16, 64, 1, 600, 1],
      ["8xlarge", 32, 128, 1, 900, 1],
      ["12xlarge", 48, 192, 1, 3800, 4],
      ["16xlarge", 64, 256, 1, 1900, 1],
      ["24xlarge", 96, 384, 1, 3800, 4],
      ["48xlarge", 192, 768, 2, 3800, 8],
    ],
  },
  { name: "p4d", category: GPU, sizes: [["24xlarge", 96, 1152, 8, 1000, 8]] },
];

/** Machines that are still accepted and no longer offered. */
export const LEGACY_FAMILIES: readonly NodeFamily[] = [
  family("m4", GENERAL, 4, ["large", "xlarge", "2xlarge", "4xlarge", "16xlarge"]),
  family("r4", MEMORY, 7.625, ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "16xlarge"]),
  family("c4", COMPUTE, 1.875, ["xlarge", "2xlarge", "4xlarge"]),
  {
    name: "p3",
    category: GPU,
    sizes: [
      ["2xlarge", 8, 61, 0, 0, 1],
      ["8xlarge", 32, 244, 0, 0, 4],
      ["16xlarge", 64, 488, 0, 0, 8],
    ],
  },
];

function family(
  name: string,
  category: string,
  gibibytesPerCore: number,
  sizes: readonly string[],
  disks: Disks = {},
): NodeFamily {
  return {
    name,
    category,
    sizes: sizes.map((size): NodeSize => {
      const cores = CORES[size] ?? 0;
      return [size, cores, cores * gibibytesPerCore, ...(disks[size] ?? [0, 0])];
    }),
  };
}
