import { describe, expect, it } from "vitest";
import { DatabricksError } from "../../errors/index.js";
import { selectSparkVersion } from "./select-spark-version.js";

const versions = [
  ["9.1.x-scala2.12", "9.1 LTS (includes Apache Spark 3.1.2, Scala 2.12)"],
  ["16.1.x-scala2.12", "16.1 (includes Apache Spark 3.5.0, Scala 2.12)"],
  ["15.4.x-scala2.12", "15.4 LTS (includes Apache Spark 3.5.0, Scala 2.12)"],
  ["15.4.x-scala2.13", "15.4 LTS (includes Apache Spark 3.5.0, Scala 2.13)"],
  ["7.3.x-esr-scala2.12", "7.3 Extended Support (includes Apache Spark 3.0.1, Scala 2.12)"],
  ["17.0.x-scala2.12", "17.0 Beta (includes Apache Spark 4.0.0, Scala 2.12)"],
  ["15.4.x-photon-scala2.12", "15.4 LTS Photon (includes Apache Spark 3.5.0, Scala 2.12)"],
  ["15.4.x-cpu-ml-scala2.12", "15.4 LTS ML (includes Apache Spark 3.5.0, Scala 2.12)"],
  ["15.4.x-gpu-ml-scala2.12", "15.4 LTS ML (includes Apache Spark 3.5.0, GPU, Scala 2.12)"],
  ["15.4.x-aarch64-scala2.12", "15.4 LTS aarch64 (includes Apache Spark 3.5.0, Scala 2.12)"],
  ["7.4.x-hls-scala2.12", "7.4 Genomics (includes Apache Spark 3.0.1, Scala 2.12)"],
  ["apache-spark-3.5.x-scala2.12", "Light (includes Apache Spark 3.5.0, Scala 2.12)"],
].map(([key, name]) => ({ key: key ?? "", name: name ?? "" }));

describe("selectSparkVersion", () => {
  it.each([
    [{}, "16.1.x-scala2.12"],
    [{ longTermSupport: true }, "15.4.x-scala2.12"],
    [{ longTermSupport: true, sparkVersion: "3.0.1" }, "7.3.x-esr-scala2.12"],
    [{ scala: "2.13" }, "15.4.x-scala2.13"],
    [{ beta: true }, "17.0.x-scala2.12"],
    [{ photon: true }, "15.4.x-photon-scala2.12"],
    [{ ml: true }, "15.4.x-cpu-ml-scala2.12"],
    [{ ml: true, gpu: true }, "15.4.x-gpu-ml-scala2.12"],
    [{ graviton: true }, "15.4.x-aarch64-scala2.12"],
    [{ genomics: true }, "7.4.x-hls-scala2.12"],
    [{ sparkVersion: "3.1" }, "9.1.x-scala2.12"],
    [{ sparkVersion: "3.1.2", latest: false }, "9.1.x-scala2.12"],
  ])("%j -> %s", (options, key) => {
    expect(selectSparkVersion(versions, options)).toBe(key);
  });

  it("compares numbers as numbers", () => {
    const keys = ["9.1.x-scala2.12", "10.4.x-scala2.12", "10.10.x-scala2.12"];
    const named = keys.map((key) => ({ key, name: key }));
    expect(selectSparkVersion(named)).toBe("10.10.x-scala2.12");
  });

  it("leaves out what is no runtime of Databricks, or for another Scala", () => {
    const light = { key: "apache-spark-9.9.x-scala2.12", name: "Light" };
    expect(() => selectSparkVersion([light])).toThrow(DatabricksError);
    const other = { key: "16.0.x-scala2.1", name: "16.0" };
    expect(() => selectSparkVersion([other])).toThrow(DatabricksError);
  });

  it("says so when none fits, or several do", () => {
    expect(() => selectSparkVersion(versions, { gpu: true })).toThrow(DatabricksError);
    expect(() => selectSparkVersion([{}])).toThrow(
      "spark versions query returned no results for {}",
    );
    expect(() => selectSparkVersion(versions, { longTermSupport: true, latest: false })).toThrow(
      /multiple results .*15\.4\.x-scala2\.12, 9\.1\.x-scala2\.12, 7\.3\.x-esr-scala2\.12$/,
    );
  });
});
