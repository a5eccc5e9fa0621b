import { endpoint } from "@/lib/doors/endpoint";
import { signedIn } from "@/lib/session/actor";
import { answerAuth } from "@/lib/session/auth-endpoint";

const auth = endpoint({ GET: answerAuth, POST: answerAuth }, { shape: "api", who: signedIn });

// The path is read from the address: Next gives a catch-all segment as a list, which the frame does not take.
export const GET = (request: Request): Promise<Response> => auth.GET(request);
export const POST = (request: Request): Promise<Response> => auth.POST(request);
