/**
 * Two files written by the reference library, safetensors 0.8.0 for Python. The recipe:
 *
 *     f32, i32, u8 = np.float32, np.int32, np.uint8
 *     tensors = {'w': np.array([[1.5, -2.0, 0.25], [3.0, float('inf'), -0.0]], dtype=f32),
 *                'ids': np.array([1, -2, 2**31 - 1], dtype=i32), 'mask': np.array([0, 1, 255], dtype=u8),
 *                'alone': np.array(7.0, dtype=f32), 'none': np.zeros((0, 4), dtype=f32)}
 *     base64.b64encode(safetensors.numpy.save(tensors)), base64.b64encode(safetensors.numpy.save(tensors, {'format': 'np'}))
 */

export const pythonFile =
  'IAEAAAAAAAB7ImFsb25lIjp7ImR0eXBlIjoiRjMyIiwic2hhcGUiOltdLCJkYXRhX29mZnNldHMiOlswLDRdfSwibm9uZSI6eyJkdHlwZSI6Ik' +
  'YzMiIsInNoYXBlIjpbMCw0XSwiZGF0YV9vZmZzZXRzIjpbNCw0XX0sInciOnsiZHR5cGUiOiJGMzIiLCJzaGFwZSI6WzIsM10sImRhdGFfb2Zm' +
  'c2V0cyI6WzQsMjhdfSwiaWRzIjp7ImR0eXBlIjoiSTMyIiwic2hhcGUiOlszXSwiZGF0YV9vZmZzZXRzIjpbMjgsNDBdfSwibWFzayI6eyJkdH' +
  'lwZSI6IlU4Iiwic2hhcGUiOlszXSwiZGF0YV9vZmZzZXRzIjpbNDAsNDNdfX0gICAAAOBAAADAPwAAAMAAAIA+AABAQAAAgH8AAACAAQAAAP7/' +
  '//////9/AAH/';

export const pythonFileWithMetadata =
  'QAEAAAAAAAB7Il9fbWV0YWRhdGFfXyI6eyJmb3JtYXQiOiJucCJ9LCJhbG9uZSI6eyJkdHlwZSI6IkYzMiIsInNoYXBlIjpbXSwiZGF0YV9vZm' +
  'ZzZXRzIjpbMCw0XX0sIm5vbmUiOnsiZHR5cGUiOiJGMzIiLCJzaGFwZSI6WzAsNF0sImRhdGFfb2Zmc2V0cyI6WzQsNF19LCJ3Ijp7ImR0eXBl' +
  'IjoiRjMyIiwic2hhcGUiOlsyLDNdLCJkYXRhX29mZnNldHMiOls0LDI4XX0sImlkcyI6eyJkdHlwZSI6IkkzMiIsInNoYXBlIjpbM10sImRhdG' +
  'Ffb2Zmc2V0cyI6WzI4LDQwXX0sIm1hc2siOnsiZHR5cGUiOiJVOCIsInNoYXBlIjpbM10sImRhdGFfb2Zmc2V0cyI6WzQwLDQzXX19ICAgIAAA' +
  '4EAAAMA/AAAAwAAAgD4AAEBAAACAfwAAAIABAAAA/v///////38AAf8=';
