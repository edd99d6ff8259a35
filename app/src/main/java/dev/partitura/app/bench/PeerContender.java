package dev.partitura.app.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.partitura.engine.execute.SeededInputs;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// ONNX Runtime with all its optimizations, with one or more threads inside an op, or with several
/// one-thread streams.
final class PeerContender implements Contender {
  static final long SEED = 1;

  private final String name;
  private final int threads;
  private final int streams;
  private final int samples;
  private final OrtSession session;
  private final Map<String, OnnxTensor> inputs;
  private final @Nullable ExecutorService workers;

  private PeerContender(
      String name,
      int threads,
      int streams,
      int samples,
      OrtSession session,
      Map<String, OnnxTensor> inputs) {
    this.name = name;
    this.threads = threads;
    this.streams = streams;
    this.samples = samples;
    this.session = session;
    this.inputs = inputs;
    this.workers = streams > 1 ? Executors.newFixedThreadPool(streams) : null;
  }

  /// One session on `threads` threads.
  static PeerContender session(byte[] model, Network network, int threads, int batch) {
    return of(
        threads == 1 ? "one thread" : threads + " threads", model, network, threads, 1, batch);
  }

  /// One session that `streams` threads use at once.
  static PeerContender streams(byte[] model, Network network, int streams, int batch) {
    return of(streams + " streams", model, network, 1, streams, batch);
  }

  private static PeerContender of(
      String name, byte[] model, Network network, int threads, int streams, int batch) {
    PeerLibrary.unpack();
    try {
      var environment = OrtEnvironment.getEnvironment();
      try (var options = new OrtSession.SessionOptions()) {
        options.setIntraOpNumThreads(threads);
        options.setInterOpNumThreads(1);
        options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
        var session = environment.createSession(model, options);
        var inputs = new LinkedHashMap<String, OnnxTensor>();
        for (var entry : SeededInputs.make(network, batch, SEED).entrySet()) {
          inputs.put(entry.getKey(), tensor(environment, entry.getValue()));
        }
        return new PeerContender(name, threads, streams, streams * batch, session, inputs);
      }
    } catch (OrtException fault) {
      throw new IllegalStateException(
          "ONNX Runtime refused " + network.name() + ": " + fault.getMessage(), fault);
    }
  }

  private static OnnxTensor tensor(OrtEnvironment environment, Tensor tensor) throws OrtException {
    var bytes = tensor.data().asByteBuffer().order(ByteOrder.nativeOrder());
    var sizes = tensor.shape().sizes();
    if (tensor.dataType() == DataType.FLOAT) {
      return OnnxTensor.createTensor(environment, bytes.asFloatBuffer(), sizes);
    }
    if (tensor.dataType() == DataType.INT64) {
      return OnnxTensor.createTensor(environment, bytes.asLongBuffer(), sizes);
    }
    throw new IllegalArgumentException(
        "No input of " + tensor.dataType().label() + " is handed to ONNX Runtime here");
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean ours() {
    return false;
  }

  @Override
  public boolean alone() {
    return threads == 1 && streams == 1;
  }

  @Override
  public int samples() {
    return samples;
  }

  @Override
  public long run(int times) {
    long begin = System.nanoTime();
    var pool = workers;
    if (pool == null) {
      runOnThisThread(times);
    } else {
      runOn(pool, times);
    }
    return System.nanoTime() - begin;
  }

  private void runOn(ExecutorService pool, int times) {
    var left = new CountDownLatch(streams);
    List<Throwable> faults = new ArrayList<>();
    for (int stream = 0; stream < streams; stream++) {
      pool.execute(() -> {
        try {
          runOnThisThread(times);
        } catch (IllegalStateException fault) {
          synchronized (faults) {
            faults.add(fault);
          }
        } finally {
          left.countDown();
        }
      });
    }
    try {
      left.await();
    } catch (InterruptedException asked) {
      Thread.currentThread().interrupt();
    }
    synchronized (faults) {
      if (!faults.isEmpty()) {
        throw new IllegalStateException(faults.getFirst());
      }
    }
  }

  private void runOnThisThread(int times) {
    for (int i = 0; i < times; i++) {
      try (var result = session.run(inputs)) {
        if (result.size() == 0) {
          throw new IllegalStateException("ONNX Runtime gave no result");
        }
      } catch (OrtException fault) {
        throw new IllegalStateException("ONNX Runtime failed: " + fault.getMessage(), fault);
      }
    }
  }

  @Override
  public void close() {
    try {
      if (workers != null) {
        workers.shutdown();
        if (!workers.awaitTermination(10, TimeUnit.SECONDS)) {
          throw new IllegalStateException("A stream of ONNX Runtime does not end");
        }
      }
      inputs.values().forEach(OnnxTensor::close);
      session.close();
    } catch (OrtException fault) {
      throw new IllegalStateException(
          "ONNX Runtime could not be closed: " + fault.getMessage(), fault);
    } catch (InterruptedException asked) {
      Thread.currentThread().interrupt();
    }
  }
}
