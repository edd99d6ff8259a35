package dev.partitura.engine.plan;

import dev.partitura.engine.cluster.DeviceId;
import java.util.List;
import java.util.stream.IntStream;

/// The devices of a part, as an array with two named axes: along `data` lie replicas, each of which
/// takes its share of the batch, along `tensor` the shards of one replica, among which its tensors
/// are split. Immutable.
///
/// @param devices those of the first replica, shard by shard, then those of the next
/// @param shards size of the `tensor` axis; divides the number of devices
public record Mesh(List<DeviceId> devices, int shards) {
  public Mesh {
    devices = List.copyOf(devices);
    if (devices.isEmpty() || shards < 1 || devices.size() % shards != 0) {
      throw new IllegalArgumentException(
          "No mesh has " + devices.size() + " devices and " + shards + " shards");
    }
  }

  /// Whole replicas, one on each device.
  public static Mesh of(List<DeviceId> devices) {
    return new Mesh(devices, 1);
  }

  /// One device.
  public static Mesh of(DeviceId device) {
    return of(List.of(device));
  }

  /// Size of the `data` axis.
  public int replicas() {
    return devices.size() / shards;
  }

  /// @throws IndexOutOfBoundsException when there is no such replica or shard
  public DeviceId device(int replica, int shard) {
    return devices.get(replica * shards + java.util.Objects.checkIndex(shard, shards));
  }

  /// The devices of each replica, shard by shard.
  public List<List<DeviceId>> shardGroups() {
    return IntStream.range(0, replicas())
        .mapToObj(replica -> devices.subList(replica * shards, (replica + 1) * shards))
        .toList();
  }
}
