package dev.partitura.editor;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.Device;
import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.cluster.DeviceKind;
import dev.partitura.engine.cluster.Host;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.project.Diagram;
import dev.partitura.engine.project.Project;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// Projects on a cluster of two or more workers.
public final class Projects {
  public static final DeviceId CPU0 = new DeviceId("cpu0");
  public static final DeviceId CPU1 = new DeviceId("cpu1");

  private Projects() {}

  public static Project empty() {
    return of(Network.empty("drawn"));
  }

  public static Project of(Network network) {
    return new Project(network, cluster(2), Plan.single(CPU0), Diagram.EMPTY);
  }

  public static Cluster cluster(int workers) {
    var devices = new ArrayList<Device>();
    for (int i = 0; i < workers; i++) {
      devices.add(new Device(new DeviceId("cpu" + i), DeviceKind.CPU, "here", i, 1L << 30));
    }
    return new Cluster(
        "cpu:" + workers, List.of(new Host("here", workers, 1L << 32, "")), devices, List.of());
  }

  /// One convolution whose weights came with a file.
  public static Project trainedConvolution(int channels) {
    var b = new NetworkBuilder("trained");
    var x = b.input("x", Shape.of(1, channels, 8, 8));
    var w = b.initializer("w", Tensor.ofFloats(new float[channels], 1, channels, 1, 1));
    b.output(b.op("Conv", x, w));
    return of(b.build());
  }

  /// A chain of `ops` activations.
  public static Network chain(int ops) {
    var b = new NetworkBuilder("chain");
    var value = b.input("x", Shape.of(1, 16));
    for (int i = 0; i < ops; i++) {
      value = b.op("Relu", value);
    }
    b.output(value);
    return b.build();
  }
}
