import { redirect } from "next/navigation";
import { VisitorShell } from "@/components/shell/visitor-shell";
import { page } from "@/lib/doors/page";
import { readDevice } from "@/lib/oauth/device/read";
import { DeviceRequest } from "./_components/device-request";

/** What a device asks of the person who typed its code. */
export default page(async (ctx, { params, search }) => {
  const typed = search.user_code ?? "";
  const asked = await readDevice(ctx, { id: params.request ?? "", typed });
  if (!asked) redirect(`/device?${new URLSearchParams({ user_code: typed })}`);
  return (
    <VisitorShell wide>
      <DeviceRequest asked={asked} />
    </VisitorShell>
  );
});
