package dev.partitura.app.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.partitura.engine.file.JsonText;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.task.lower.BatchRows;
import dev.partitura.engine.tensor.Tensor;
import io.helidon.http.HeaderNames;
import io.helidon.http.media.ReadableEntity;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Answers the REST calls of the Open Inference Protocol, version 2: health, readiness, metadata
/// and inference of one model. Bodies are limited in size and clients in time; a fault of one
/// leaves the others alone.
///
/// Source: kserve/open-inference-protocol, specification/protocol/inference_rest.md.
public final class InferenceServer implements AutoCloseable {
  private static final String JSON = "application/json";
  private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration IDLE_TIMEOUT = Duration.ofMinutes(5);
  private static final int MOST_CONNECTIONS = 4096;

  /// Kept, since loggers that nobody holds forget their level.
  private static final Logger HELIDON = Logger.getLogger("io.helidon");

  private final ServedModel model;
  private final long mostBytes;
  private final WebServer web;

  /// Listens at once.
  ///
  /// @param host whose requests are heard, such as 127.0.0.1 for this machine alone
  /// @param port 0 for any that is free
  /// @param mostBytes of a body
  /// @throws ProblemException when the port is taken or the host is not of this machine
  public InferenceServer(ServedModel model, String host, int port, long mostBytes) {
    this.model = model;
    this.mostBytes = mostBytes;
    HELIDON.setLevel(Level.WARNING);
    web =
        WebServer.builder()
            .featuresDiscoverServices(false)
            .shutdownHook(false)
            .address(free(host, port))
            .port(port)
            .maxPayloadSize(mostBytes)
            .maxTcpConnections(MOST_CONNECTIONS)
            .idleConnectionTimeout(IDLE_TIMEOUT)
            .shutdownGracePeriod(Duration.ofSeconds(1))
            .connectionOptions(socket -> socket.readTimeout(READ_TIMEOUT).tcpNoDelay(true))
            .routing(this::route)
            .build()
            .start();
    if (!web.isRunning()) {
      throw taken(host, port);
    }
  }

  /// The web server does not say why it cannot listen, so that is tried first.
  private static InetAddress free(String host, int port) {
    try {
      var address = InetAddress.getByName(host);
      try (var probe = new ServerSocket()) {
        probe.setReuseAddress(true);
        probe.bind(new InetSocketAddress(address, port));
      }
      return address;
    } catch (UnknownHostException unknown) {
      throw ProblemException.of("serve.http.host", host, host);
    } catch (IOException refused) {
      throw taken(host, port);
    }
  }

  private static ProblemException taken(String host, int port) {
    return ProblemException.of("serve.http.port", "", Integer.toString(port), host);
  }

  public int port() {
    return web.port();
  }

  private void route(HttpRouting.Builder routes) {
    var path = "/v2/models/" + model.name();
    routes
        .get("/v2", (_, response) -> send(response, server()))
        .get("/v2/health/live", (_, response) -> send(response, flag("live")))
        .get("/v2/health/ready", (_, response) -> send(response, flag("ready")))
        .get(
            "/v2/models/{name}/ready",
            (request, response) -> {
              requireModel(request);
              var ready = JsonText.object();
              ready.put("name", model.name());
              ready.put("ready", true);
              send(response, ready);
            })
        .get(
            "/v2/models/{name}",
            (request, response) -> {
              requireModel(request);
              send(response, model.metadata());
            })
        .post(
            "/v2/models/{name}/infer",
            (request, response) -> {
              requireModel(request);
              send(response, answer(body(request)));
            })
        .any((request, _) -> {
          throw new HttpFault(
              HttpFault.NOT_FOUND,
              "There is nothing at " + request.path().path() + ". The model is at " + path + ".");
        })
        .error(HttpFault.class, (_, response, fault) -> refuse(response, fault));
  }

  private void requireModel(ServerRequest request) {
    var name = request.path().pathParameters().get("name");
    if (!name.equals(model.name())) {
      throw new HttpFault(
          HttpFault.NOT_FOUND, "There is no model " + name + ". Use " + model.name() + ".");
    }
  }

  private static ObjectNode server() {
    var root = JsonText.object();
    root.put("name", "partitura");
    root.put("version", "0.1.0");
    root.putArray("extensions");
    return root;
  }

  private static ObjectNode flag(String name) {
    var root = JsonText.object();
    root.put(name, true);
    return root;
  }

  private static void send(ServerResponse response, ObjectNode root) {
    send(response, JsonText.line(root));
  }

  private static void send(ServerResponse response, String text) {
    response.header(HeaderNames.CONTENT_TYPE, JSON).send(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void refuse(ServerResponse response, HttpFault fault) {
    var root = JsonText.object();
    root.put("error", fault.sentence());
    send(response.status(fault.status()), root);
  }

  private String body(ServerRequest request) {
    ReadableEntity content = request.content();
    if (!content.hasEntity()) {
      throw HttpFault.bad("The request has no body.");
    }
    try (var in = content.inputStream()) {
      var bytes = in.readNBytes(Math.toIntExact(mostBytes + 1));
      if (bytes.length > mostBytes) {
        throw new HttpFault(
            HttpFault.TOO_LARGE, "A body may hold " + mostBytes + " bytes, and this holds more.");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private String answer(String body) {
    var asked = InferenceRequest.read(body, model);
    long due = model.server().now();
    var pending = asked.rows().stream().map(PendingAnswer::new).toList();
    pending.forEach(query -> model.server().submit(query, due));
    var answers = PendingAnswer.of(pending);
    var root = JsonText.object();
    root.put("model_name", model.name());
    root.put("model_version", "1");
    if (asked.id() != null) {
      root.put("id", asked.id());
    }
    var outputs = root.putArray("outputs");
    for (var name : asked.outputs()) {
      var tensor = joined(name, answers);
      var output = outputs.addObject();
      output.put("name", name);
      output.put("datatype", ProtocolType.of(tensor.dataType()));
      var shape = output.putArray("shape");
      for (long size : tensor.shape().sizes()) {
        shape.add(size);
      }
      TensorText.write(tensor, output.putArray("data"));
    }
    return JsonText.line(root);
  }

  private static Tensor joined(String output, List<Map<String, Tensor>> answers) {
    var parts = answers.stream().map(answer -> answer.get(output)).toList();
    long rows =
        parts.stream().mapToLong(part -> part.shape().rank() == 0 ? 1 : part.shape().size(0)).sum();
    return parts.size() == 1 ? parts.getFirst() : BatchRows.join(parts, 0, rows);
  }

  @Override
  public void close() {
    web.stop();
  }
}
