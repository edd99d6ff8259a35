package dev.partitura.engine.cluster;

import java.util.Comparator;
import java.util.List;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;

/// The machine as OSHI asks Windows, macOS and others for it.
final class SystemMachine {
  private SystemMachine() {}

  /// @throws UnsupportedOperationException on a system that OSHI does not know
  static Machine discover() {
    var hardware = new SystemInfo().getHardware();
    var processor = hardware.getProcessor();
    var cores =
        processor.getLogicalProcessors().stream()
            .map(core ->
                new Machine.Core(
                    core.getProcessorNumber(),
                    core.getPhysicalProcessorNumber(),
                    core.getPhysicalPackageNumber()))
            .toList();
    return new Machine(
        new Host(
            MachineDiscovery.hostName(),
            cores.size(),
            hardware.getMemory().getTotal(),
            processor.getProcessorIdentifier().getName()),
        MachineDiscovery.physicalFirst(cores),
        caches(processor),
        MachineDiscovery.coreSpeed(String.join(" ", processor.getFeatureFlags())));
  }

  /// OSHI does not tell who shares a cache: the last level is taken as shared by all, the others as
  /// each core's own.
  private static List<Machine.Cache> caches(CentralProcessor processor) {
    int all = processor.getLogicalProcessorCount();
    int ofCore = Math.max(1, all / Math.max(1, processor.getPhysicalProcessorCount()));
    return processor.getProcessorCaches().stream()
        .sorted(Comparator.comparingInt(CentralProcessor.ProcessorCache::getLevel))
        .map(cache ->
            new Machine.Cache(
                cache.getLevel(),
                cache.getType().toString(),
                cache.getCacheSize(),
                cache.getLevel() >= 3 ? all : ofCore))
        .toList();
  }
}
