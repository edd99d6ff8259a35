package dev.partitura.app.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/// ONNX Runtime with all its graph optimizations, as one session of some threads or as several
/// one-thread sessions side by side.
final class PeerContender implements Contender {
  private final String name;
  private final int samplesPerCall;
  private final List<Stream> streams = new ArrayList<>();

  /// @param streams sessions that run at the same time, each on feeds of `samplesPerCall` samples
  PeerContender(
      String name,
      Path model,
      Map<String, Tensor> feeds,
      int samplesPerCall,
      int intraThreads,
      int streams) {
    this.name = name;
    this.samplesPerCall = samplesPerCall;
    try {
      for (int i = 0; i < streams; i++) {
        this.streams.add(new Stream(model, feeds, intraThreads));
      }
    } catch (OrtException fault) {
      close();
      throw failed(fault);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public double samplesPerSecond(long nanos) {
    var calls = new AtomicLong();
    var fault = new java.util.concurrent.atomic.AtomicReference<OrtException>();
    var done = new CountDownLatch(streams.size());
    long begun = System.nanoTime();
    for (var stream : streams) {
      Thread.ofPlatform()
          .name("peer")
          .start(() -> {
            try {
              do {
                stream.run();
                calls.incrementAndGet();
              } while (System.nanoTime() - begun < nanos);
            } catch (OrtException failure) {
              fault.set(failure);
            } finally {
              done.countDown();
            }
          });
    }
    try {
      done.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    var failure = fault.get();
    if (failure != null) {
      throw failed(failure);
    }
    return calls.get() * samplesPerCall * 1e9 / (System.nanoTime() - begun);
  }

  @Override
  public void close() {
    streams.forEach(Stream::close);
  }

  private static ProblemException failed(OrtException fault) {
    return new ProblemException(
        "bench.peer.failed", "", "ONNX Runtime cannot run this network: " + fault.getMessage(), "");
  }

  private static final class Stream implements AutoCloseable {
    private final OrtSession session;
    private final Map<String, OnnxTensor> feeds = new LinkedHashMap<>();

    Stream(Path model, Map<String, Tensor> tensors, int intraThreads) throws OrtException {
      var environment = OrtEnvironment.getEnvironment();
      try (var options = new SessionOptions()) {
        options.setIntraOpNumThreads(intraThreads);
        options.setInterOpNumThreads(1);
        options.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
        session = environment.createSession(model.toString(), options);
      }
      for (var feed : tensors.entrySet()) {
        feeds.put(feed.getKey(), tensor(environment, feed.getValue()));
      }
    }

    private static OnnxTensor tensor(OrtEnvironment environment, Tensor tensor)
        throws OrtException {
      var bytes = tensor.data().asByteBuffer().order(ByteOrder.nativeOrder());
      return tensor.dataType() == DataType.INT64
          ? OnnxTensor.createTensor(environment, bytes.asLongBuffer(), tensor.shape().sizes())
          : OnnxTensor.createTensor(environment, bytes.asFloatBuffer(), tensor.shape().sizes());
    }

    void run() throws OrtException {
      session.run(feeds).close();
    }

    @Override
    public void close() {
      feeds.values().forEach(OnnxTensor::close);
      try {
        session.close();
      } catch (OrtException fault) {
        throw failed(fault);
      }
    }
  }
}
