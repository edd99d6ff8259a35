package dev.partitura.app.http;

/// What a client is told that cannot be answered: a status and one sentence.
final class HttpFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  static final int BAD_REQUEST = 400;
  static final int NOT_FOUND = 404;
  static final int TOO_LARGE = 413;
  static final int FAILED = 500;
  static final int OVERLOADED = 503;
  static final int TOO_LATE = 504;

  private final int status;

  HttpFault(int status, String sentence) {
    super(sentence, null, false, false);
    this.status = status;
  }

  static HttpFault bad(String sentence) {
    return new HttpFault(BAD_REQUEST, sentence);
  }

  int status() {
    return status;
  }

  String sentence() {
    return String.valueOf(getMessage());
  }
}
