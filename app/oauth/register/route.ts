import { endpoint } from "@/lib/doors/endpoint";
import { register } from "@/lib/oauth/register";
import { readableByAnyone, registrationPreflight } from "@/lib/oauth/register-cors";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  { POST: readableByAnyone(register), OPTIONS: registrationPreflight },
  { shape: "registration" },
);
