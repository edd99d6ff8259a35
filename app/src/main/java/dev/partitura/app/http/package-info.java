/// Serving over HTTP, by the Open Inference Protocol.
@NullMarked
package dev.partitura.app.http;

import org.jspecify.annotations.NullMarked;
